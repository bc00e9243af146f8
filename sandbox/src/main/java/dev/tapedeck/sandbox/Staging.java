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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies code to where the fence's user can read it and nobody changes it any more. The copy is named by the digest of the tree: staging the same
 * code again finds it there. One staging looks at each directory once, so that functions which share a directory share one state of it, whatever
 * happens to it meanwhile; not for use by several threads. Times are set to one fixed instant, so that {@code stat} says the same on every machine.
 */
public final class Staging {

    /** As npm's tarballs have it: after 1980, which is as early as ZIP can say. */
    static final FileTime FIXED_TIME = FileTime.fromMillis(499_162_500_000L);

    private final StateDirectory state;
    private final SortedMap<Path, CodeTree> trees = new TreeMap<>();
    private final SortedMap<Path, FileDigests> digests = new TreeMap<>();

    public Staging(StateDirectory state) {
        this.state = state;
    }

    public StagedCode stage(Path code) {
        return stage(code, List.of());
    }

    /** Layers in the order of the function's configuration: where two have one file, the later one's counts. Null where there are none. */
    public @Nullable StagedCode layers(List<Path> directories) {
        return directories.isEmpty() ? null : stage(directories.getFirst(), directories.subList(1, directories.size()));
    }

    /** @param overlays directories whose files take the place of the code's at the same paths, the last one winning */
    public StagedCode stage(Path code, List<Path> overlays) {
        try {
            List<CodeTree> over = new ArrayList<>();
            for (Path overlay : overlays) {
                over.add(tree(overlay));
            }
            CodeTree tree = tree(code).under(over);
            FileDigests digests = digests(code);
            String digest = digest(tree, digests);
            digests.save();
            Path target = state.staged().resolve(digest);
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                copy(tree, digests, target);
            }
            return new StagedCode(digest, target);
        } catch (IOException e) {
            throw new SandboxException("`" + code + "` cannot be staged: " + SandboxException.reason(e),
                    "check that the directory can be read, and that the disk is not full");
        }
    }

    /** What {@link #stage} would name the code, without a copy of it. */
    public String digest(Path code) {
        try {
            FileDigests digests = digests(code);
            String digest = digest(tree(code), digests);
            digests.save();
            return digest;
        } catch (IOException e) {
            throw new SandboxException("`" + code + "` cannot be read: " + SandboxException.reason(e),
                    "check that the directory can be read");
        }
    }

    private CodeTree tree(Path directory) throws IOException {
        Path key = directory.toAbsolutePath();
        CodeTree known = trees.get(key);
        if (known == null) {
            known = CodeTree.of(directory);
            trees.put(key, known);
        }
        return known;
    }

    private FileDigests digests(Path code) throws IOException {
        Path key = code.toRealPath();
        FileDigests known = digests.get(key);
        if (known == null) {
            byte[] path = key.toString().getBytes(StandardCharsets.UTF_8);
            known = FileDigests.load(state, FileDigests.hex(FileDigests.sha256().digest(path)).substring(0, 32));
            digests.put(key, known);
        }
        return known;
    }

    /** Over lines of `kind path NUL content`, in the order of paths. */
    private static String digest(CodeTree tree, FileDigests digests) throws IOException {
        MessageDigest whole = FileDigests.sha256();
        for (Map.Entry<String, CodeTree.Node> entry : tree.nodes().entrySet()) {
            String line = switch (entry.getValue()) {
                case CodeTree.Node.File file -> (file.executable() ? "x " : "f ") + entry.getKey() + "\0" + digests.of(file);
                case CodeTree.Node.Link link -> "l " + entry.getKey() + "\0" + link.target();
            };
            whole.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return FileDigests.hex(whole.digest());
    }

    private void copy(CodeTree tree, FileDigests digests, Path target) throws IOException {
        Path built = state.newBuilding();
        try {
            for (Map.Entry<String, CodeTree.Node> entry : tree.nodes().entrySet()) {
                copyOne(entry.getValue(), digests, built.resolve(entry.getKey()));
            }
            Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwxr-xr-x"));
            fixTimesOfDirectories(built);
        } catch (IOException e) {
            StateDirectory.remove(built);
            throw e;
        }
        state.publish(built, target);
    }

    private static void copyOne(CodeTree.Node node, FileDigests digests, Path to) throws IOException {
        Path parent = to.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        switch (node) {
            case CodeTree.Node.File file -> {
                digests.copy(file, to);
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(file.executable() ? "r-xr-xr-x" : "r--r--r--"));
            }
            case CodeTree.Node.Link link -> Files.createSymbolicLink(to, Path.of(link.target()));
        }
        fixTimes(to);
    }

    /** Once everything is in them: adding an entry stamps a directory. */
    private static void fixTimesOfDirectories(Path built) throws IOException {
        try (Stream<Path> paths = Files.walk(built)) {
            for (Path directory : paths.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
                fixTimes(directory);
            }
        }
    }

    private static void fixTimes(Path path) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(FIXED_TIME, FIXED_TIME,
                FIXED_TIME);
    }
}
