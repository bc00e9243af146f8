package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.KeyStore;
import dev.tapedeck.cartridge.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A place where Tapedeck is treated badly: a checkout with keys, state, temporary files and output of its own, so that whatever is left behind is
 * seen.
 *
 * <pre>
 *   out/        what commands are told to write      config/tapedeck/   keys, trust
 *   state/      staged code                          tmp/               the JVM's temporary files
 * </pre>
 */
final class Bench {

    static final List<String> EXTRACT = List.of("extract", "examples/invoice-close/recording", "--correlation",
            "40266f14-a5e6-49d5-a87a-eeff6acace50", "--code", "examples/invoice-close/app", "--template",
            "examples/invoice-close/template.yaml", "--force", "-o");
    static final List<String> REPLAY = List.of("replay", "incident.cartridge", "--blueprint", "examples/invoice-close/blueprint.yaml",
            "--force", "-o");

    final Path directory;
    final Checkout checkout;

    /** @param directory empty; it is opened to the fence's user */
    Bench(Path directory) throws IOException {
        new Example();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.directory = directory;
        this.checkout = new Checkout(directory);
        for (String each : List.of("out", "config/tapedeck", "state", "tmp")) {
            Files.createDirectories(directory.resolve(each));
        }
    }

    /** Extracts the incident once, for replays. */
    Bench withCartridge() throws IOException, InterruptedException {
        Checkout.Ran ran = start(EXTRACT, "incident.cartridge").ran();
        assertThat(ran.exit()).as(ran.text()).isZero();
        return this;
    }

    Map<String, String> environment() {
        return Map.of("TAPEDECK_STATE", directory.resolve("state").toString(), "TAPEDECK_JAVA_OPTS",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"));
    }

    Running start(List<String> arguments, String output) throws IOException {
        return checkout.start(Running.alone(Stream.of(List.of("./tapedeck"), arguments, List.of(output)).flatMap(List::stream)
                .toArray(String[]::new)), environment());
    }

    /** What was written is whole, or not there. */
    boolean wholeOrAbsent(String output) {
        Path file = directory.resolve(output);
        if (!Files.exists(file)) {
            return false;
        }
        assertThat(opened(output).recording().invocations()).hasSizeGreaterThan(1);
        return true;
    }

    Cartridge opened(String output) {
        return Cartridge.open(directory.resolve(output), KeyStore.in(directory.resolve("config/tapedeck")).trust(), Homes.now(),
                Limits.DEFAULT);
    }

    /** Nothing is there but what was asked for. */
    void clean(String... written) throws IOException {
        assertThat(names("out")).containsExactlyInAnyOrder(written);
        assertThat(names("tmp")).isEmpty();
        assertThat(names("config/tapedeck")).noneMatch(name -> name.endsWith("-part"));
        if (Files.isDirectory(directory.resolve("state/building"))) {
            assertThat(names("state/building")).isEmpty();
            assertThat(names("state/digests")).allMatch(name -> name.matches("[0-9a-f]{32}|python.*"));
        }
    }

    private List<String> names(String of) throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve(of))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
