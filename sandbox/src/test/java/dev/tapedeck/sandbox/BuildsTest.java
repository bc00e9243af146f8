package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Code as people deploy it: bundled, compiled, typed, with layers. */
class BuildsTest {

    private static final Path BUILDS = TestBench.ROOT.resolve("sandbox/src/test/builds");

    @TempDir
    private Path layers;

    private static String played(NodeBinary node, Program program) {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), List.of(program)))) {
            Play play = new Play(sandbox.open(program.component(), 0)).start(1).invoke("{}", 2).invoke("{}", 3).close();
            assertThat(play.transcript()).as("on %s", node.label()).doesNotContain("Raised[", "Died[");
            return play.result() + play.transcript();
        }
    }

    private static Program program(NodeBinary node, Path code, String handler) {
        return new Program("built", node, new Staging(TestBench.state()).stage(code), handler, new TreeMap<>(), 256, Program.Kind.FUNCTION);
    }

    @ParameterizedTest(name = "node {0}, {1}")
    @CsvSource({"18, bundled", "22, bundled", "20, compiled/plain", "24, compiled/plain"})
    void invoke_asBuildToolsLeaveIt_yieldsTheSameAgain(int major, String file) {
        TestBench.installPackages(BUILDS);
        Program program = program(NodeVersions.of(major), BUILDS.resolve("out"), file + ".handler");

        String first = played(NodeVersions.of(major), program);

        assertThat(first).contains("Call[");
        assertThat(played(NodeVersions.of(major), program)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 22})
    void invoke_bundleOfModules_runs(int major) throws IOException {
        TestBench.installPackages(BUILDS);
        Path only = Files.createDirectory(layers.resolve("esm"));
        Files.copy(BUILDS.resolve("out/bundled.mjs"), only.resolve("index.mjs"));

        assertThat(played(NodeVersions.of(major), program(NodeVersions.of(major), only, "index.handler"))).contains("SendMessage");
    }

    @Test
    void invoke_typeScriptOnNode24_isLoadedAsItIs() {
        assertThat(played(NodeVersions.of(24), program(NodeVersions.of(24), TestBench.GUESTS.resolve("typed"), "orders.handler")))
                .contains("\"at\":");
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 24})
    void invoke_sourceMapsAskedFor_stacksNameTheSource(int major) throws IOException {
        Path bundle = Files.createDirectory(layers.resolve("mapped"));
        write(bundle.resolve("index.js"),
                "exports.handler=async()=>[new Error('x').stack,process.env.NODE_OPTIONS]\n//# sourceMappingURL=index.js.map\n");
        write(bundle.resolve("index.js.map"), "{\"version\":3,\"sources\":[\"src/orders.ts\"],\"names\":[],\"mappings\":\"AAAA\"}");
        Program program = program(NodeVersions.of(major), bundle, "index.handler");

        assertThat(played(NodeVersions.of(major), program)).contains("/var/task/index.js:1:");
        assertThat(played(NodeVersions.of(major), withOptions(program, "--require ./tracer.js --enable-source-maps")))
                .contains("/var/task/src/orders.ts:1:", "\"--enable-source-maps\"").doesNotContain("tracer");
    }

    private static Program withOptions(Program program, String options) {
        return new Program(program.component(), program.runtime(), program.code(), program.handler(),
                new TreeMap<>(java.util.Map.of("NODE_OPTIONS", options)), program.memoryMegabytes(), program.kind());
    }

    @Test
    void invoke_layers_areFoundTheLaterOverTheEarlier() throws IOException {
        Path one = layers.resolve("one");
        Path two = layers.resolve("two");
        write(one.resolve("nodejs/node_modules/greeting/index.js"), "module.exports = 'the first';");
        write(one.resolve("data.txt"), "data");
        write(two.resolve("nodejs/node_modules/greeting/index.js"), "module.exports = 'the second';");
        write(two.resolve("nodejs/node20/node_modules/versioned.js"), "module.exports = 'for Node 20';");
        Staging staging = new Staging(TestBench.state());

        String result = played(NodeVersions.of(20), program(NodeVersions.of(20), TestBench.GUESTS.resolve("layered"), "handler.handler")
                .with(staging.layers(List.of(one, two))));

        assertThat(result).contains("\"greeting\":\"the second\"", "\"versioned\":\"for Node 20\"", "\"file\":\"data\"",
                "\"missing\":\"MODULE_NOT_FOUND\"");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
