package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory of handlers, each in a file of its own, that are all played the same way: with their packages installed, on any Node, in one sandbox a
 * version.
 */
final class Corpus implements AutoCloseable {

    private final Path root;
    private final String folder;
    private final SortedMap<Integer, Sandbox> sandboxes = new TreeMap<>();

    /**
     * @param root what is staged: the package that the handlers belong to
     * @param folder where in it they lie, with a slash at its end; "" for the root itself
     */
    Corpus(Path root, String folder) {
        this.root = root;
        this.folder = folder;
    }

    /** The handlers whose runs have to be equal. */
    static Corpus controlled() {
        return new Corpus(TestBench.GUESTS, "corpus/");
    }

    /** Client libraries that know nothing of this. */
    static Corpus clients() {
        return new Corpus(TestBench.ROOT.resolve("sandbox/src/test/clients"), "");
    }

    /** What no hook controls. */
    static Corpus uncontrolled() {
        return new Corpus(TestBench.GUESTS, "uncontrolled/");
    }

    /** As paths without ending. */
    List<String> files() {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("(?!data).*\\.(js|mjs)"))
                    .map(name -> folder + name.substring(0, name.lastIndexOf('.'))).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** From Node 24 on a handler takes no callback. */
    List<String> filesFor(int major) {
        return files().stream().filter(file -> major < 24 || !file.endsWith("/callback")).toList();
    }

    Play open(int major, String file) {
        return new Play(sandboxes.computeIfAbsent(major, this::sandbox).open(file, 0));
    }

    private Sandbox sandbox(int major) {
        TestBench.installPackages(root);
        StagedCode code = new Staging(TestBench.state()).stage(root);
        return Sandbox.open(TestBench.fence(), TestBench.options(NodeVersions.of(major), code, files()));
    }

    /** A cold process, two invocations. */
    String transcript(int major, String file, long seed) {
        return open(major, file).start(seed).invoke("{}", seed).invoke("{}", seed + 1).close().transcript();
    }

    @Override
    public void close() {
        sandboxes.values().forEach(Sandbox::close);
        sandboxes.clear();
    }
}
