package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of a code directory with overlays laid over it: which file stands at each path. A link that leads out of the tree is refused, since the
 * fence would show it broken, and following it would stage what nobody asked for. {@code .git} and what Python keeps of its
 * compiling are not code.
 */
final class CodeTree {

    /** What stands at one path. */
    sealed interface Node {

        /** A file, with the directory it was found below, and what tells that it has not changed. */
        record File(Path root, Path source, boolean executable, long size, long modifiedNanos, String inode) implements Node {}

        /** A symbolic link; {@code target} as written. */
        record Link(String target) implements Node {}
    }

    private static final Pattern NOT_CODE = Pattern.compile("(^|/)(\\.git|__pycache__)$");

    /** Far above what Lambda takes, so that a directory with what only building needs still goes. */
    private static final long MOST_BYTES = 2L << 30;
    private static final int MOST_FILES = 300_000;

    private final SortedMap<String, Node> nodes = new TreeMap<>();
    private long bytes;

    private CodeTree() {}

    /** One directory as it is now. */
    static CodeTree of(Path directory) throws IOException {
        return of(directory, path -> !NOT_CODE.matcher(path).find());
    }

    /** That part of a directory whose paths are wanted; nothing below a directory that is not. */
    static CodeTree of(Path directory, Predicate<String> wanted) throws IOException {
        CodeTree tree = new CodeTree();
        tree.read(directory, wanted);
        return tree;
    }

    /** This one with the files of others laid over it, the last one winning. */
    CodeTree under(List<CodeTree> overlays) {
        CodeTree tree = new CodeTree();
        tree.nodes.putAll(nodes);
        overlays.forEach(overlay -> overlay.nodes.forEach(tree::put));
        return tree;
    }

    /** By path relative to the root, with slashes. */
    SortedMap<String, Node> nodes() {
        return nodes;
    }

    private void checkTotal(Path root, long size) {
        bytes += size;
        if (bytes > MOST_BYTES || nodes.size() >= MOST_FILES) {
            throw new SandboxException("`" + root + "` holds more than " + (MOST_BYTES >> 20) + " MB or " + MOST_FILES + " files",
                    "name the directory of the function's code, not one that holds others too");
        }
    }

    private void read(Path given, Predicate<String> wanted) throws IOException {
        if (!Files.isDirectory(given)) {
            throw new SandboxException("`" + given + "` is not a directory", "name the directory that holds the function's code");
        }
        Path root = given.toRealPath();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return wanted.test(root.relativize(directory).toString()) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = root.relativize(file).toString();
                if (wanted.test(path)) {
                    checkName(root, Path.of(path));
                    nodes.put(path, node(root, file, attributes));
                    checkTotal(root, attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A file of an overlay takes the place of a file; it cannot stand where the code has a directory, nor the other way round. */
    private void put(String path, Node node) {
        String below = path + "/";
        boolean clash = !nodes.tailMap(below).isEmpty() && nodes.tailMap(below).firstKey().startsWith(below);
        for (int slash = path.indexOf('/'); slash > 0 && !clash; slash = path.indexOf('/', slash + 1)) {
            clash = nodes.containsKey(path.substring(0, slash));
        }
        if (clash) {
            throw new SandboxException("the overlay's `" + path + "` is a file where the code has a directory, or the other way round",
                    "give the overlay the code's layout");
        }
        nodes.put(path, node);
    }

    /** Names are part of what code is named by, line by line, and of what people are told: neither bears what ends a line or moves a cursor. */
    private static void checkName(Path root, Path named) {
        String text = named.toString();
        if (text.chars().anyMatch(Character::isISOControl)) {
            String shown = text.codePoints()
                    .mapToObj(c -> Character.isISOControl(c) ? String.format(Locale.ROOT, "\\x%02x", c) : Character.toString(c))
                    .collect(Collectors.joining());
            throw new SandboxException("the name `" + shown + "` in `" + root + "` has a control character in it",
                    "rename it, or remove it");
        }
    }

    private static Node node(Path root, Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            checkName(root, Files.readSymbolicLink(file));
            return link(root, file);
        }
        if (!attributes.isRegularFile()) {
            throw new SandboxException("`" + file + "` is neither a file nor a link", "remove it from the code directory");
        }
        if (attributes.size() > MOST_BYTES) {
            throw new SandboxException("`" + file + "` is larger than " + (MOST_BYTES >> 20) + " MB",
                    "remove it from the code directory: a function of Lambda is 250 MB, all of it together");
        }
        return new Node.File(root, file, Files.isExecutable(file), attributes.size(),
                attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                String.valueOf(attributes.fileKey()));
    }

    private static Node link(Path root, Path file) throws IOException {
        Path target = Files.readSymbolicLink(file);
        Path parent = file.getParent();
        Path end = (parent == null ? file : parent).resolve(target).normalize();
        if (target.isAbsolute() || !end.startsWith(root)) {
            throw new SandboxException("the link `" + file + "` leads out of the code directory, to `" + target + "`",
                    "put a copy in its place (npm: `npm install --install-links`)");
        }
        return new Node.Link(target.toString());
    }
}
