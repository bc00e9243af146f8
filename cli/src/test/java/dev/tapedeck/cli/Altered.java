package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The example's telemetry as it would be if something had gone wrong with the spans of one function in one workflow. */
final class Altered {

    private static final String EVENT = "tapedeck.event";

    private Altered() {}

    /** The event was not recorded. */
    static Example withoutEvent(Path directory, String function, String correlationId) {
        return of(directory, function, correlationId, attributes -> remove(attributes, EVENT));
    }

    /** The event was cut after {@code length} characters; {@code said} by its recorder, or by something on the way that says nothing. */
    static Example withEventCut(Path directory, String function, String correlationId, int length, boolean said) {
        return of(directory, function, correlationId, attributes -> {
            for (JsonNode attribute : attributes) {
                if (attribute.path("key").asString("").equals(EVENT)) {
                    String text = attribute.path("value").path("stringValue").asString();
                    ((ObjectNode) attribute.get("value")).put("stringValue", text.substring(0, Math.min(length, text.length())));
                }
            }
            if (said) {
                attributes.addObject().put("key", EVENT + ".truncated").putObject("value").put("intValue", "99999");
            }
        });
    }

    private static void remove(ArrayNode attributes, String key) {
        for (int i = attributes.size() - 1; i >= 0; i--) {
            if (attributes.get(i).path("key").asString("").equals(key)) {
                attributes.remove(i);
            }
        }
    }

    private static Example of(Path directory, String function, String correlationId, Consumer<ArrayNode> change) {
        List<String> lines = new ArrayList<>();
        try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(Example.recording().resolve(
                "traces.jsonl.gz"))), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line.contains(correlationId) ? altered(line, function, correlationId, change) : line);
            }
            Files.write(directory.resolve("traces.jsonl"), lines);
            Files.copy(Example.recording().resolve("logs.jsonl.gz"), directory.resolve("logs.jsonl.gz"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Example(directory);
    }

    private static String altered(String line, String function, String correlationId, Consumer<ArrayNode> change) {
        JsonNode document = Json.parse(line);
        for (JsonNode span : document.findValues("spans").stream().flatMap(JsonNode::valueStream).toList()) {
            if (span.path("name").asString("").equals(function) && span.toString().contains(correlationId)) {
                change.accept((ArrayNode) span.get("attributes"));
            }
        }
        return Json.write(document);
    }
}
