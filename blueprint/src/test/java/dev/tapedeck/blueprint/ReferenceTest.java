package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference page says what is: its example is a blueprint, and it names every field of the schema with the default that it has. */
class ReferenceTest {
    private final String page = Files.readString(Path.of(System.getProperty("tapedeck.root"), "docs/reference/blueprint.md"));
    private final SortedSet<String> fields = new TreeSet<>();

    ReferenceTest() throws IOException {}

    @Test
    void example_isABlueprint() {
        String yaml = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml\n")));
        assertThat(Blueprint.parse("example.yaml", yaml, Path.of("/base")).functions()).isNotEmpty();
    }

    @Test
    void fields_areAllExplained_withTheirDefaults() {
        collect(Json.parse(SchemaCheck.text()));
        assertThat(fields).hasSizeGreaterThan(30).allSatisfy(field -> assertThat(page).contains(field));
    }

    private void collect(JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            JsonNode standard = property.getValue().path("default");
            boolean shown = standard.isNumber() || !standard.asString("").isEmpty();
            fields.add("`" + property.getKey() + "`" + (shown ? " | `" + standard.asString() + "`" : ""));
        });
        schema.valueStream().filter(JsonNode::isObject).forEach(this::collect);
    }
}
