package dev.tapedeck.blueprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Blueprints that must be refused, each with the whole of what is said about it. {@code -Dtapedeck.update=true} writes what is said now over what
 * was expected; read the difference before committing it.
 */
class ProblemsTest {
    private static final Path CASES = Path.of("src/test/resources/dev/tapedeck/blueprint/problems");

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            assertThat(cases).hasSizeGreaterThan(8);
            return cases.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parse_wrongBlueprint_saysEverythingThatIsWrong(Path file) throws IOException {
        String said = refusal(Files.readString(file)).getMessage().strip() + "\n";
        Path expected = Path.of(file.toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("tapedeck.update")) {
            Files.writeString(expected, said);
        }
        assertThat(said).isEqualTo(Files.readString(expected));
    }

    @Test
    void parse_deepNesting_isRefused() {
        assertThat(refusal("tapedeck: " + "[".repeat(100_000))).hasMessageContaining("nested deeper than 32 levels");
        assertThat(refusal("{a: ".repeat(50_000))).hasMessageContaining("nested deeper than 32 levels");
    }

    @Test
    void parse_tooLarge_isRefused() {
        assertThat(refusal("# " + "x".repeat(1 << 20))).hasMessageContaining("larger than a blueprint may be");
    }

    @Test
    void parse_manyAliases_costNothing() {
        StringBuilder bomb = new StringBuilder("tapedeck: 1\nsystem: s\na0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        assertThat(refusal(bomb.toString())).hasMessageContaining("is an alias");
    }

    @Test
    void parse_anyCut_isABlueprintOrSaysWhatIsWrong() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/dev/tapedeck/blueprint/invoice-close.yaml"));
        int refused = 0;
        for (int cut = 0; cut < text.length(); cut += 7) {
            try {
                Blueprint.parse("system.yaml", text.substring(0, cut), Path.of("/base"));
            } catch (BlueprintException problem) {
                refused++;
                assertThat(problem.problems()).isNotEmpty().allSatisfy(p -> assertThat(p.line()).isPositive());
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void read_whatIsNoText_isRefused(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("system.yaml");
        assertThat(catchThrowableOfType(BlueprintException.class, () -> Blueprint.read(file)))
                .hasMessage("`" + file + "`: there is no such file\nhint: check the path");
        Files.write(file, new byte[]{'a', (byte) 0xff});
        assertThat(catchThrowableOfType(BlueprintException.class, () -> Blueprint.read(file))).hasMessageContaining("is not UTF-8");
        assertThat(catchThrowableOfType(BlueprintException.class, () -> Blueprint.read(directory))).hasMessageContaining(
                "is not a regular file");
    }

    private static BlueprintException refusal(String text) {
        return catchThrowableOfType(BlueprintException.class, () -> Blueprint.parse("system.yaml", text, Path.of("/base")));
    }
}
