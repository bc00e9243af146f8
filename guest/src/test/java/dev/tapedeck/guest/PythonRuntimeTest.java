package dev.tapedeck.guest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That what is listed is what is there, and that it needs nothing else. */
class PythonRuntimeTest {

    private static final Pattern SEVERAL = Pattern.compile("from tapedeck_guest import (?:\\(([a-z_, \n]+)\\)|([a-z_, ]+))");
    private static final Pattern ONE = Pattern.compile("from tapedeck_guest\\.([a-z_]+) import");

    @Test
    void files_list_isTheDirectory() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(PythonRuntime.class.getResource("python")).toURI());
        try (Stream<Path> there = Files.list(directory)) {
            List<String> names = there.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("__")).sorted().toList();
            assertThat(PythonRuntime.files().keySet()).containsExactlyElementsOf(names);
        }
    }

    @Test
    void files_eachOne_isReachedFromTheEntry() {
        List<String> imported = PythonRuntime.files().values().stream().map(content -> new String(content, StandardCharsets.UTF_8))
                .flatMap(PythonRuntimeTest::imports).map(name -> name + ".py").distinct().sorted().toList();

        assertThat(imported).containsExactlyElementsOf(
                PythonRuntime.files().keySet().stream().filter(name -> !List.of(PythonRuntime.ENTRY, PythonRuntime.COMPILER).contains(name))
                        .toList());
    }

    private static Stream<String> imports(String text) {
        Stream<String> several = SEVERAL.matcher(text).results().map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .flatMap(names -> Arrays.stream(names.split(",", -1))).map(String::strip);
        return Stream.concat(several, ONE.matcher(text).results().map(found -> found.group(1)));
    }

    @Test
    void files_eachOne_beginsBySayingWhatItIsFor() {
        PythonRuntime.files()
                .forEach((name, content) -> assertThat(new String(content, StandardCharsets.UTF_8)).as(name).startsWith("\"\"\""));
    }
}
