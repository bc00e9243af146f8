package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

/** The documents are true: what they say to type is typed, and what they say of options and of JSON is compared with what there is. */
class DocumentsTest {

    private static final Path ROOT = Path.of(System.getProperty("tapedeck.root"));
    private static final Path REFERENCE = ROOT.resolve("docs/reference");
    private static final int LONGEST_README = 150;
    private static final int FAILURE_BY_LINE = 20;
    private static final Pattern OPTION = Pattern.compile("`[^`]*?(--[a-z-]+)[^`]*`");
    private static final Pattern SHAPE = Pattern.compile("(?ms)^```json shape\\R(.*?)^```");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/tutorial/two-bugs.md"})
    void document_typedAsItStands_printsWhatItShows(String document) throws IOException, InterruptedException {
        new Example();
        Checkout checkout = new Checkout(directory);
        List<Snippet> snippets = Snippet.in(ROOT.resolve(document));
        assertThat(snippets).hasSizeGreaterThan(1);
        for (Snippet snippet : snippets) {
            Checkout.Ran ran = checkout.run(snippet.commands());
            assertThat(ran.exit()).as("%s: %s", snippet.where(), ran.text()).isZero();
            assertThat(snippet.missingFrom(ran.lines())).as("%s shows a line that was not printed; printed was%n%s", snippet.where(),
                    ran.text()).isEmpty();
        }
    }

    @Test
    void readme_isOnePage_withAFailureReplayedEarly() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        assertThat(lines).hasSizeLessThanOrEqualTo(LONGEST_README);
        assertThat(lines.subList(0, FAILURE_BY_LINE)).anyMatch(line -> line.startsWith("replay") && line.contains("reproduced"));
    }

    @Test
    void commandLine_namesEveryOptionAndNoOther() throws IOException {
        SortedMap<String, SortedSet<String>> documented = new TreeMap<>();
        for (String section : Files.readString(REFERENCE.resolve("cli.md")).split("(?m)^## ", -1)) {
            String rows = section.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("(?<!\\\\)\\|", -1)[1])
                    .reduce("", String::concat);
            TreeSet<String> options = OPTION.matcher(rows).results().map(found -> found.group(1)).collect(toCollection(TreeSet::new));
            documented.put(section.lines().findFirst().orElse(""), options);
        }
        documented.keySet().removeIf(title -> title.startsWith("# "));
        SortedMap<String, SortedSet<String>> real = new TreeMap<>();
        new CommandLine(Tapedeck.class).getSubcommands().forEach((name, command) -> real.put(name, name.equals("generate-completion")
                ? new TreeSet<>()
                : options(command)));
        assertThat(documented).isEqualTo(real);
    }

    private static SortedSet<String> options(CommandLine command) {
        TreeSet<String> names = command.getCommandSpec().options().stream().filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(CommandLine.Model.OptionSpec::longestName).collect(toCollection(TreeSet::new));
        command.getSubcommands().values().forEach(sub -> names.addAll(options(sub)));
        return names;
    }

    @Test
    void json_hasTheDocumentedShapes() throws IOException, InterruptedException {
        new Example();
        Checkout checkout = new Checkout(directory);
        String telemetry = "examples/invoice-close/recording --correlation 40266f14-a5e6-49d5-a87a-eeff6acace50";
        List<String> commands = List.of("symptoms examples/invoice-close/recording", "extract " + telemetry + " -o x.cartridge",
                "extract " + telemetry + " --plan", "inspect x.cartridge", "blueprint x.cartridge -o system.yaml",
                "replay x.cartridge --blueprint examples/invoice-close/blueprint.yaml",
                "replay x.cartridge --blueprint examples/invoice-close/blueprint.yaml --until 40", "trust", "doctor");
        List<JsonNode> shapes = shapes();
        for (int i = 0; i < commands.size(); i++) {
            Checkout.Ran ran = checkout.run("./tapedeck " + commands.get(i) + " --json 2>/dev/null || true");
            JsonNode printed = Json.parse(ran.text());
            assertThat(printed.path("version").asInt(0)).isEqualTo(1);
            List<String> differences = new ArrayList<>();
            compare("", shapes.get(i), printed, differences);
            assertThat(differences).as("docs/reference/json.md and `%s --json`", commands.get(i)).isEmpty();
        }
    }

    private static List<JsonNode> shapes() throws IOException {
        Matcher block = SHAPE.matcher(Files.readString(REFERENCE.resolve("json.md")));
        List<JsonNode> shapes = block.results().map(found -> Json.parse(found.group(1))).toList();
        assertThat(shapes).hasSizeGreaterThan(7);
        return shapes;
    }

    private static void compare(String path, JsonNode shape, JsonNode printed, List<String> differences) {
        if (shape.getNodeType() != printed.getNodeType()) {
            differences.add(path + " is a " + printed.getNodeType() + ", documented as " + shape.getNodeType());
        } else if (shape.isArray()) {
            for (JsonNode element : printed) {
                compare(path + "[]", shape.get(0), element, differences);
            }
        } else if (shape.isObject() && !shape.has("{}")) {
            Stream.concat(shape.propertyNames().stream(), printed.propertyNames().stream()).distinct().forEach(name -> {
                if (shape.has(name) && printed.has(name)) {
                    compare(path + "." + name, shape.get(name), printed.get(name), differences);
                } else {
                    differences.add(path + "." + name + (shape.has(name) ? " is not printed" : " is not documented"));
                }
            });
        }
    }
}
