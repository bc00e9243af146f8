package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that does nothing, started in a fence: the only way to know whether there is one. */
final class FenceTrial {

    private static final long TRIAL_SECONDS = 10;

    private FenceTrial() {}

    static List<String> dropping(Path setpriv) {
        return List.of(setpriv.toString(), "--reuid=" + FenceCommand.NOBODY, "--regid=" + FenceCommand.NOBODY, "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all", "--no-new-privs", "--");
    }

    /** Whether namespaces can be made here is only known by making them: distributions and containers forbid them in many ways. */
    static Fence of(Fence.Fenced fenced) {
        List<String> command = new ArrayList<>(fenced.dropPrivileges());
        command.addAll(FenceCommand.isolation(fenced.bubblewrap(), Limits.ofFunction(128)));
        command.addAll(List.of("--", "/usr/bin/true"));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Fence.Unavailable("bubblewrap did not come to an end within " + TRIAL_SECONDS + " seconds",
                        "run `" + String.join(" ", command) + "` by hand to see what it waits for");
            }
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? fenced : FenceObstacle.explained(new FenceObstacle.Found(Path.of("/"), said));
        } catch (IOException e) {
            return new Fence.Unavailable("bubblewrap cannot be started: " + e.getMessage(), "apt-get install --reinstall bubblewrap");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fence.Unavailable("the trial of the fence was interrupted", "try again");
        }
    }
}
