package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * An interpreter copied to where the fence's user can reach it: a version manager keeps it in a home directory, and root's is closed. Only what a
 * program needs is copied. The copy is named by its content, and keeps the files' times, by which Python knows that its compiled modules are current.
 */
final class InterpreterCopy {

    private static final Pattern NEEDLESS = Pattern
            .compile("lib/python[^/]+/(test|site-packages|idlelib|tkinter|turtledemo|ensurepip|lib2to3|config-[^/]*|[^/]+/tests?)(/.*)?");

    private final StateDirectory state;

    InterpreterCopy(StateDirectory state) {
        this.state = state;
    }

    /** The directory that takes the place of {@code prefix}. */
    Path of(Path prefix, String minor) {
        Pattern wanted = Pattern
                .compile("|bin|lib|bin/pythonM|lib/lib(python|ffi).*\\.so[.0-9]*|lib/pythonM(/.*)?".replace("M", Pattern.quote(minor)));
        try {
            SortedMap<String, CodeTree.Node> files = new TreeMap<>();
            CodeTree.of(prefix, path -> wanted.matcher(path).matches() && !NEEDLESS.matcher(path).matches()).nodes().forEach(files::put);
            FileDigests digests = FileDigests.load(state, "python" + minor + "-" + FileDigests.shortName(prefix.toString()));
            Path target = state.staged().resolve(digest(files, digests));
            digests.save();
            if (!Files.isDirectory(target)) {
                copy(files, digests, target);
            }
            return target;
        } catch (IOException e) {
            throw new SandboxException(
                    "the Python in `" + prefix + "` cannot be copied to where the fence's user can reach it: " + SandboxException.reason(e),
                    "install Python " + minor + " under /usr or /opt");
        }
    }

    private static String digest(SortedMap<String, CodeTree.Node> files, FileDigests digests) throws IOException {
        MessageDigest whole = FileDigests.sha256();
        for (Map.Entry<String, CodeTree.Node> entry : files.entrySet()) {
            String line = switch (entry.getValue()) {
                case CodeTree.Node.File file -> "f " + entry.getKey() + "\0" + file.modifiedNanos() + " " + digests.of(file);
                case CodeTree.Node.Link link -> "l " + entry.getKey() + "\0" + link.target();
            };
            whole.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return FileDigests.hex(whole.digest());
    }

    private void copy(SortedMap<String, CodeTree.Node> files, FileDigests digests, Path target) throws IOException {
        Path built = state.newBuilding();
        try {
            for (Map.Entry<String, CodeTree.Node> entry : files.entrySet()) {
                Path to = built.resolve(entry.getKey());
                Files.createDirectories(to.resolveSibling(""),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                copyOne(entry.getValue(), digests, to);
            }
            Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            StateDirectory.remove(built);
            throw e;
        }
        state.publish(built, target);
    }

    private static void copyOne(CodeTree.Node node, FileDigests digests, Path to) throws IOException {
        switch (node) {
            case CodeTree.Node.File file -> {
                digests.copy(file, to);
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(file.executable() ? "r-xr-xr-x" : "r--r--r--"));
                FileTime time = FileTime.from(file.modifiedNanos(), TimeUnit.NANOSECONDS);
                Files.getFileAttributeView(to, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(time, time, time);
            }
            case CodeTree.Node.Link link -> Files.createSymbolicLink(to, Path.of(link.target()));
        }
    }
}
