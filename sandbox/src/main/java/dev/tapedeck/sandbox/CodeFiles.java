package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens a file of a code directory as what it was when it was looked at: step by step from the root, following no link on the way, so that one who
 * swaps a directory or a file for a link while it is being staged gets an error and not the file that the link leads to.
 */
final class CodeFiles {

    private CodeFiles() {}

    /** @throws IOException where what stands there is no longer the file that was looked at */
    static InputStream open(CodeTree.Node.File file) throws IOException {
        try (DirectoryStream<Path> root = Files.newDirectoryStream(file.root())) {
            if (root instanceof SecureDirectoryStream<Path> secure) {
                return Channels.newInputStream(below(secure, file.root().relativize(file.source()), file));
            }
        }
        return Channels.newInputStream(Files.newByteChannel(file.source(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    private static SeekableByteChannel below(SecureDirectoryStream<Path> directory, Path path, CodeTree.Node.File file) throws IOException {
        Path first = path.getName(0);
        if (path.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
                return below(next, path.subpath(1, path.getNameCount()), file);
            } catch (NotDirectoryException e) {
                throw changed(file);
            }
        }
        // looked at once more before it is opened: a fifo would be waited for
        BasicFileAttributes now = directory.getFileAttributeView(first, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!now.isRegularFile() || !String.valueOf(now.fileKey()).equals(file.inode())) {
            throw changed(file);
        }
        return directory.newByteChannel(first, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    static IOException changed(CodeTree.Node.File file) {
        return new IOException("`" + file.source() + "` changed while it was being staged");
    }
}
