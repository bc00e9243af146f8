package dev.tapedeck.guest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That what is listed is what is there, and that it needs nothing else. */
class NodeRuntimeTest {

    private static final Pattern LOCAL = Pattern.compile("require\\('\\./([a-z0-9-]+)'\\)");

    /** What entry.js alone begins with: in the processes that a guest starts, and in the one that compiles, which is then a guest. */
    private static final List<String> ENTRIES = List.of("child.js", "compile.js");

    @Test
    void files_list_isTheDirectory() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(NodeRuntime.class.getResource("node")).toURI());
        try (Stream<Path> there = Files.list(directory)) {
            List<String> names = there.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(NodeRuntime.sources().keySet()).containsExactlyElementsOf(names);
        }
    }

    @Test
    void files_eachOne_isReachedFromTheEntry() {
        List<String> required = NodeRuntime.sources().values().stream().map(content -> new String(content, StandardCharsets.UTF_8))
                .flatMap(text -> LOCAL.matcher(text).results().map(result -> result.group(1) + ".js")).distinct().sorted().toList();

        assertThat(required)
                .containsExactlyElementsOf(NodeRuntime.sources().keySet().stream().filter(name -> !ENTRIES.contains(name)).toList());
    }

    @Test
    void files_eachOne_beginsByBeingStrict() {
        NodeRuntime.sources().forEach(
                (name, content) -> assertThat(new String(content, StandardCharsets.UTF_8)).as(name).startsWith("'use strict';\n/*\n"));
    }
}
