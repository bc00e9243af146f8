package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

/**
 * A directory of payloads that lay beside the telemetry: bare events, one or several in a file, and what {@code aws sqs receive-message} printed. A
 * file that is none is damage and costs itself alone.
 */
final class PayloadFiles {

    private final ReadOptions options;
    private final Intake intake;

    PayloadFiles(ReadOptions options, Intake intake) {
        this.options = options;
        this.intake = intake;
    }

    void read(Path directory) {
        int before = intake.payloads.size();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).filter(file -> !name(file).startsWith(".")).sorted().toList()) {
                intake.begin(file.toString(), options.strict());
                file(file);
            }
        } catch (IOException e) {
            throw new CaptureException("the payloads under `" + directory + "` cannot be read: " + e.getMessage(),
                    "give a directory of JSON files");
        }
        if (intake.payloads.size() == before) {
            throw new CaptureException("no payload can be read under `" + directory + "`",
                    "give a directory of JSON files: events as functions got them, or the output of `aws sqs receive-message`");
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private void file(Path file) {
        try (InputStream in = Source.of(List.of(file)).getFirst().content(Progress.NONE)) {
            byte[] bytes = in.readNBytes(options.maxElementBytes() + 1);
            if (bytes.length > options.maxElementBytes()) {
                intake.damaged(1, "a payload of more than " + options.maxElementBytes() / (1 << 20) + " MB");
            } else if (bytes.length == 0) {
                intake.damaged(1, "empty");
            } else {
                values(bytes, name(file).replaceFirst("\\.json(\\.gz)?$", ""));
            }
        } catch (IOException e) {
            intake.damaged(1, "cannot be read further: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    private void values(byte[] bytes, String stem) {
        try (MappingIterator<JsonNode> values = Json.MAPPER.readerFor(JsonNode.class).readValues(bytes)) {
            while (values.hasNext()) {
                value(values.next(), stem);
            }
        } catch (JacksonException e) {
            intake.damaged(Math.max(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), 1), "not JSON");
        }
    }

    private void value(JsonNode tree, String stem) {
        JsonNode messages = tree.path("Messages");
        if (messages.isArray()) {
            messages.forEach(message -> intake.bareEvent(message, null));
        } else if (tree.isObject()) {
            intake.bareEvent(tree, stem);
        } else {
            intake.damaged(1, "an object expected");
        }
    }
}
