package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What bubblewrap says on machines that forbid it, with what their settings say: each is told apart, and gets its own way out. Most of
 * the words were taken down where a machine was made to say them (a filter as Docker's, a covered {@code /proc}, namespaces used up, no CAP_SETUID);
 * AppArmor's and those of an older bubblewrap are from reports of both.
 */
class FenceObstacleTest {

    private static final PythonSearch NO_PYTHON = new PythonSearch(new SearchPath(List.of()), List.of());

    @TempDir
    private Path root;

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "bwrap: Unknown option --disable-userns                                                     |                                               | TOO_OLD",
            "bwrap: setting up uid map: Permission denied                                               | kernel/apparmor_restrict_unprivileged_userns=1 | APPARMOR",
            "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted                               | kernel/apparmor_restrict_unprivileged_userns=1 | APPARMOR",
            "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted                               |                                               | APPARMOR",
            "bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces. See <https://deb.li/bubblewrap> or <file:///usr/share/doc/bubblewrap/README.Debian.gz>. | container | CONTAINER",
            "bwrap: Creating new namespace failed: Operation not permitted                              | container                                     | CONTAINER",
            "bwrap: Can't mount proc on /newroot/proc: Operation not permitted                          | container                                     | COVERED_PROC",
            "bwrap: No permissions to create a new namespace, likely because the kernel does not allow non-privileged user namespaces. On e.g. debian this can be enabled with 'sysctl kernel.unprivileged_userns_clone=1'. | kernel/unprivileged_userns_clone=0 | SWITCHED_OFF",
            "bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded (ENOSPC) | user/max_user_namespaces=0              | USED_UP",
            "setpriv: setresuid failed: Operation not permitted                                         |                                               | NO_PRIVILEGE_TO_DROP",
            "bwrap: something that nobody has seen before                                               |                                               | UNKNOWN"})
    void explained_asBubblewrapAndTheMachineSay(String words, String setting, FenceObstacle obstacle) throws IOException {
        if ("container".equals(setting)) {
            file(".dockerenv", "");
            file("proc/self/status", "Name:\tbwrap\nSeccomp:\t2\nSeccomp_filters:\t1\n");
        } else if (setting != null) {
            file("proc/sys/" + setting.split("=")[0], setting.split("=")[1] + "\n");
        }
        FenceObstacle.Found found = new FenceObstacle.Found(root, words);

        assertThat(FenceObstacle.of(found)).isEqualTo(obstacle);
        Fence.Unavailable told = FenceObstacle.explained(found);
        assertThat(told.reason()).startsWith("bubblewrap cannot make a fence here: ").endsWith(words);
        assertThat(told.remedy()).isNotBlank();
    }

    @Test
    void explained_withoutAWord_saysSo() {
        assertThat(FenceObstacle.explained(new FenceObstacle.Found(root, "")).reason())
                .isEqualTo("bubblewrap cannot make a fence here: it ended without a word");
    }

    /** A container without a filter is not in the way, however it is marked. */
    @Test
    void container_thatForbidsNothing_isNoObstacle() throws IOException {
        file("run/.containerenv", "");
        file("proc/self/status", "Seccomp:\t0\n");

        assertThat(FenceObstacle.of(new FenceObstacle.Found(root, ""))).isEqualTo(FenceObstacle.UNKNOWN);
    }

    @Test
    void conditions_onAMachineWithNothing_nameEachThingAndItsFix() throws IOException {
        List<Condition> all = new Conditions(new SearchPath(List.of()), root, root.resolve("state"), NO_PYTHON).all();

        assertThat(all).filteredOn(condition -> condition.state() == Condition.State.LACKING).extracting(Condition::name)
                .contains("Node", "bubblewrap", "user namespaces", "fence");
        assertThat(all).filteredOn(condition -> condition.state() != Condition.State.GOOD).allSatisfy(
                condition -> assertThat(condition.fix()).as(condition.name()).isNotBlank());
    }

    @Test
    void conditions_ofSettings_areToldWithoutTryingThem() throws IOException {
        file("proc/self/ns/user", "");
        file("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");

        assertThat(new Conditions(new SearchPath(List.of()), root, root.resolve("state"), NO_PYTHON).all())
                .anySatisfy(condition -> assertThat(condition.detail()).contains("AppArmor restricts user namespaces"));
    }

    @Test
    void tiers_notBuilt_areRefusedByName() {
        for (Fence.Tier tier : List.of(Fence.Tier.GUARDED, Fence.Tier.DELEGATED)) {
            assertThat(Fence.detect(tier)).isEqualTo(new Fence.Unavailable("the tier `" + tier.spelled() + "` is not built yet",
                    "leave --fence out: on Linux there is `fenced`"));
        }
    }
}
