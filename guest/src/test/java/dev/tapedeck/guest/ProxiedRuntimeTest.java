package dev.tapedeck.guest;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The list of the bridge's files is the directory's. */
class ProxiedRuntimeTest {

    @Test
    void files_areThoseOfTheDirectoryAndTheChannel() throws java.io.IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(ProxiedRuntime.class.getResource("proxied")).toURI());
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(ProxiedRuntime.FILES).containsExactlyInAnyOrderElementsOf(names);
        }
        assertThat(ProxiedRuntime.files()).containsKeys("channel.js", "real.js").containsKeys(ProxiedRuntime.FILES.toArray(String[]::new));
    }
}
