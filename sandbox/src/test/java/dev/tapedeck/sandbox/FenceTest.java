package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said where there is no fence. */
class FenceTest {

    @TempDir
    private Path programs;

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Fence detected() {
        return Fence.detect(new SearchPath(List.of(programs)));
    }

    @Test
    void detect_noBubblewrap_namesThePackage() {
        assertThat(detected()).isEqualTo(new Fence.Unavailable("`bwrap` is not on the PATH", "apt-get install bubblewrap"));
    }

    @ParameterizedTest
    @CsvSource({"loopback: Failed RTM_NEWADDR: Operation not permitted, kernel.apparmor_restrict_unprivileged_userns",
            "No permissions to create a new namespace, user.max_user_namespaces"})
    void detect_bubblewrapForbidden_saysHowToAllowIt(String complaint, String remedy) throws IOException {
        program("bwrap", "echo 'bwrap: " + complaint + "' >&2; exit 1");
        program("setpriv", "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"");

        assertThat(detected()).isInstanceOfSatisfying(Fence.Unavailable.class, unavailable -> {
            assertThat(unavailable.reason()).endsWith(complaint);
            assertThat(unavailable.remedy()).contains(remedy);
        });
    }

    @Test
    void fence_installedAfterItWasLookedFor_isFound() throws IOException {
        Fence.Fenced installed = TestBench.fence();
        Fence.Detection detection = new Fence.Detection(new SearchPath(List.of(programs)));
        assertThat(detection.fence()).isInstanceOf(Fence.Unavailable.class);

        program("bwrap", "exec '" + installed.bubblewrap() + "' \"$@\"");
        program("setpriv", "exec \"$(PATH=/usr/bin:/bin command -v setpriv)\" \"$@\"");

        assertThat(detection.fence()).isInstanceOf(Fence.Fenced.class).isSameAs(detection.fence());
    }

    /** Which of them the machine has cannot be told from within: arm64 lacks the last, and few have the one before it. */
    @Test
    void isolation_ofAnyMachine_hasTheSameNamesInItsRoot() {
        List<String> command = FenceCommand.isolation(Path.of("/usr/bin/bwrap"), Limits.ofFunction(128));

        for (String name : List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64")) {
            int at = command.lastIndexOf(name);
            assertThat(at).as("%s among %s", name, command).isGreaterThan(1);
            assertThat(command.subList(at - 2, at)).isIn(List.of("--ro-bind", name), List.of("--symlink", "usr" + name));
        }
    }

    @Test
    void tier_ofEach_isStamped() {
        assertThat(new Fence.Unavailable("", "").tier()).isEqualTo("none");
        assertThat(new Fence.Fenced(Path.of("/usr/bin/bwrap"), List.of()).tier()).isEqualTo("fenced");
    }

    @Test
    void find_relativeDirectory_isNotLookedInto() {
        assertThat(SearchPath.of("bin:.:/usr/bin").directories()).containsExactly(Path.of("/usr/bin"));
    }
}
