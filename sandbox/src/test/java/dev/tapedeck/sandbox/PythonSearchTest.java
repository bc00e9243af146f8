package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which Python a function deployed for `python3.12` gets: that minor version or none. */
class PythonSearchTest {

    @TempDir
    private Path directory;

    private PythonSearch search() {
        return new PythonSearch(new SearchPath(List.of(directory.resolve("bin"))), List.of(directory.resolve("versions")));
    }

    /** A version manager's shim: a script that answers as the interpreter behind it would. */
    private void shim(String name, String answer) throws IOException {
        executable("bin/" + name, "#!/bin/sh\ncat <<'END'\n" + answer + "\nEND\n");
    }

    private Path executable(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void installed(String entry, Path program) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("versions").resolve(entry).resolve("bin"));
        Files.createSymbolicLink(bin.resolve("python" + PythonBench.anyPython().minor()), program);
    }

    @Test
    void find_shim_isTheInterpreterItNames() throws IOException {
        shim("python3.12", "/opt/py/bin/python3.12\n/opt/py\n3.12.7");

        assertThat(search().find("3.12")).contains(new PythonBinary(Path.of("/opt/py/bin/python3.12"), Path.of("/opt/py"), "3.12.7"));
    }

    @Test
    void find_shimForAnotherVersion_isNotTaken() throws IOException {
        shim("python3.12", "/opt/py/bin/python3.13\n/opt/py\n3.13.0");

        assertThat(search().find("3.12")).isEmpty();
    }

    @Test
    void find_whatAnswersOtherwise_isNotTaken() throws IOException {
        for (String answer : List.of("", "3.12.7", "/opt/py/bin/python3.12\n/opt/py\nthree", "/usr/bin/python3.12\n/opt/py\n3.12.7",
                "/opt/py/bin/python3.12\n/opt/py\n3.12.7\nand more")) {
            shim("python3.12", answer);

            assertThat(search().find("3.12")).as(answer).isEmpty();
        }
        executable("bin/python3.12", "#!/bin/sh\nexit 3\n");
        assertThat(search().find("3.12")).isEmpty();
    }

    @Test
    void find_keptByAVersionManager_isFound() throws IOException {
        PythonBinary python = PythonBench.anyPython();
        installed(python.version(), python.path());

        assertThat(search().find(python.minor())).hasValueSatisfying(found -> assertThat(found.version()).isEqualTo(python.version()));
    }

    @Test
    void find_newestKeptDoesNotWork_takesTheNext() throws IOException {
        PythonBinary python = PythonBench.anyPython();
        installed(python.minor() + ".9", python.path());
        installed(python.minor() + ".10", Path.of("/bin/true"));

        assertThat(search().find(python.minor())).isPresent();
    }

    @Test
    void deployed_versionWithoutAGuest_isRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> search().deployed("python3.9")).isInstanceOf(SandboxException.class)
                .hasMessageContaining("there is no guest for the runtime `python3.9`")
                .satisfies(e -> assertThat(((SandboxException) e).hint()).contains("`python3.11`, `python3.12`, `python3.13`"));
    }

    @Test
    void deployed_notOnThisMachine_namesWhatToInstallAndWhatIsThere() throws IOException {
        shim("python3.13", "/opt/py/bin/python3.13\n/opt/py\n3.13.1");

        assertThatThrownBy(() -> search().deployed("python3.12")).hasMessageContaining("Python 3.12 is not on this machine")
                .satisfies(e -> assertThat(((SandboxException) e).hint()).contains("pyenv install 3.12", "`python3.13`", "--runtime"));
    }

    @Test
    void conditions_nameWhatAReplayTakes() throws IOException {
        shim("python3.12", "/opt/py/bin/python3.12\n/opt/py\n3.12.7");
        shim("python3", "/opt/old/bin/python3\n/opt/old\n3.8.1");

        assertThat(new Conditions(new SearchPath(List.of(directory.resolve("bin"))), directory, directory.resolve("state"), search()).all())
                .filteredOn(condition -> condition.name().equals("Python"))
                .containsExactly(Condition.good("Python", "3.12.7 at `/opt/py/bin/python3.12`"));
    }

    @Test
    void any_isTheNewest() throws IOException {
        shim("python3.11", "/opt/a/bin/python3.11\n/opt/a\n3.11.9");
        shim("python3.13", "/opt/b/bin/python3.13\n/opt/b\n3.13.1");

        assertThat(search().any().version()).isEqualTo("3.13.1");
        assertThat(search().all()).extracting(PythonBinary::version).containsExactly("3.11.9", "3.13.1");
    }

    @Test
    void any_none_isRefused() {
        assertThatThrownBy(() -> search().any()).hasMessageContaining("is on this machine");
    }
}
