package dev.tapedeck.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Nodes that guests are tested on, one of each major version, from npm's packages of its binaries ({@code dev/node-versions}). */
final class NodeVersions {

    static final List<Integer> MAJORS = List.of(18, 20, 22, 24);

    private static final Path DIRECTORY = TestBench.ROOT.resolve("dev/node-versions");
    private static final Map<Integer, NodeBinary> FOUND = new ConcurrentHashMap<>();

    private NodeVersions() {}

    static NodeBinary of(int major) {
        return FOUND.computeIfAbsent(major, NodeVersions::located);
    }

    private static NodeBinary located(int major) {
        TestBench.installPackages(DIRECTORY);
        String processor = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x64";
        Path file = DIRECTORY.resolve("node_modules/node" + major + "-" + processor + "/bin/node");
        if (!Files.isExecutable(file)) {
            throw new AssertionError("no Node " + major + ": `npm ci --prefix dev/node-versions` was to bring `" + file + "`");
        }
        return NodeBinary.at(file).within(TestBench.state());
    }
}
