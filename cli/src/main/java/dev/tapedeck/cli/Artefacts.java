package dev.tapedeck.cli;

import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Scenario.Artefact;
import dev.tapedeck.sandbox.Program;
import dev.tapedeck.sandbox.SandboxException;
import dev.tapedeck.sandbox.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which code ran, by digest: {@code extract --code} notes it beside the functions, a replay holds what it staged against it. Only digests of one
 * kind can be compared; ours is over the tree of a directory, and begins with {@link #SCHEME}.
 */
final class Artefacts {

    /** Paths, contents, executable bits and links of a directory (docs/reference/cartridge-format.md). */
    static final String SCHEME = "tree-sha256:";

    private final List<CodeDirectory> directories;
    private final Console console;

    Artefacts(List<CodeDirectory> directories, Console console) {
        this.directories = directories;
        this.console = console;
    }

    /** The recording with the digest of each function whose code is at hand. What telemetry itself says of a function stands. */
    Recording noted(Recording recording, Staging staging) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (Environment.FunctionEnvironment function : recording.environment().functions()) {
            String digest = digest(function.function(), staging);
            if (digest != null) {
                digests.put(function.function(), digest);
                if (compared(function.artifactDigest(), digest) == Artefact.OTHER) {
                    console.note("note: the code given for `" + function.function()
                            + "` is not what was deployed: the telemetry names another digest");
                }
            }
        }
        return recording.withEnvironment(recording.environment().withArtifactDigests(digests));
    }

    private @Nullable String digest(String function, Staging staging) {
        Path directory = directories.stream().filter(d -> d.isOf(function)).map(CodeDirectory::directory).findFirst().orElse(null);
        try {
            return directory == null ? null : SCHEME + staging.digest(directory);
        } catch (SandboxException unfit) {
            console.note("note: no digest of `" + function + "` is noted: " + unfit.getMessage());
            return null;
        }
    }

    /** For each function that was staged and of which a digest was recorded, whether the two are of the same code. */
    static SortedMap<String, Artefact> compared(Recording recording, List<Program> staged) {
        SortedMap<String, Artefact> compared = new TreeMap<>();
        for (Program program : staged) {
            Artefact known = compared(recording.environment().artifactDigest(program.component()), SCHEME + program.code().digest());
            if (known != null) {
                compared.put(program.component(), known);
            }
        }
        return compared;
    }

    private static @Nullable Artefact compared(@Nullable String recorded, String staged) {
        if (recorded == null || !recorded.startsWith(SCHEME)) {
            return null;
        }
        return recorded.equals(staged) ? Artefact.SAME : Artefact.OTHER;
    }

    /**
     * Code as {@code extract --code} takes it.
     *
     * @param function whose it is; null for that of every function with a file of its name in it
     */
    record CodeDirectory(@Nullable String function, Path directory) {

        private static final int DEEPEST = 8;

        static CodeDirectory parse(String text) {
            int equals = text.indexOf('=');
            boolean named = equals > 0 && !Files.isDirectory(Path.of(text));
            Path directory = Path.of(named ? text.substring(equals + 1) : text);
            if (!Files.isDirectory(directory)) {
                throw CommandFailure.usage("`--code`: `" + directory + "` is not a directory", "name the directory that holds the code");
            }
            return new CodeDirectory(named ? text.substring(0, equals) : null, directory);
        }

        boolean isOf(String name) {
            return function == null ? holdsFileOf(name) : function.equals(name);
        }

        private boolean holdsFileOf(String name) {
            try (Stream<Path> files = Files.find(directory, DEEPEST, (path, attributes) -> attributes.isRegularFile()
                    && !path.toString().contains("node_modules") && stem(path).equals(name))) {
                return files.findAny().isPresent();
            } catch (IOException | java.io.UncheckedIOException unreadable) {
                return false;
            }
        }

        private static String stem(Path path) {
            return String.valueOf(path.getFileName()).replaceFirst("\\.[^.]*$", "");
        }

        static List<Path> paths(List<CodeDirectory> directories) {
            return new ArrayList<>(directories.stream().map(CodeDirectory::directory).distinct().toList());
        }
    }
}
