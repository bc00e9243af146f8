package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Node that guests run on: the real binary, not the shim of a version manager.
 *
 * @param path the binary on the host
 * @param version as {@code node --version} says, {@code v20.11.0}
 */
public record NodeBinary(Path path, String version) {

    /** Where a binary that the system's directories do not hold is shown in the fence. */
    static final Path BOUND_AT = Path.of("/var/lang/bin");

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final int OLDEST = 18;

    /** Asking Node for its version takes as long as starting it: once is enough. */
    private static @Nullable NodeBinary here;

    /** Finds it on the PATH. */
    public static synchronized NodeBinary locate() {
        if (here == null) {
            here = locate(SearchPath.ofEnvironment());
        }
        return here;
    }

    static NodeBinary locate(SearchPath path) {
        Path found = path.find("node").map(NodeBinary::real)
                .orElseThrow(() -> new SandboxException("`node` is not on the PATH", "install Node 20 or later, or put it on the PATH"));
        Path binary = isBinary(found) ? found : Path.of(said(found, "-p", "process.execPath"));
        NodeBinary node = new NodeBinary(binary, said(binary, "--version"));
        if (node.major() < OLDEST) {
            throw new SandboxException("`" + binary + "` is Node " + node.version(), "put Node " + OLDEST + " or later on the PATH");
        }
        return node;
    }

    int major() {
        return Integer.parseInt(version.substring(1, version.indexOf('.')));
    }

    /** The path inside the fence. */
    Path inside() {
        return path.startsWith("/usr") ? path : BOUND_AT.resolve(path.getFileName());
    }

    /** The directory to bind, where the fence does not show it anyway. */
    Optional<Path> bind() {
        return path.startsWith("/usr") ? Optional.empty() : Optional.ofNullable(path.getParent());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new SandboxException("`" + path + "` cannot be resolved: " + e.getMessage(), "check that link");
        }
    }

    private static boolean isBinary(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            return false;
        }
    }

    private static String said(Path program, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 && !said.isEmpty()) {
                return said;
            }
            process.destroyForcibly();
            throw new SandboxException("`" + String.join(" ", command) + "` did not work", "check the Node on the PATH");
        } catch (IOException e) {
            throw new SandboxException("`" + program + "` cannot be started: " + e.getMessage(), "check the Node on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("the look for Node was interrupted", "try again");
        }
    }
}
