package dev.tapedeck.recording;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Entries of one JSON object a line, each line ended by a line feed. Reading is strict where the writer of {@link Json} is not asked to be:
 * UTF-8 only, no key twice in one object, nothing after the value, no empty line, and every complaint carries entry and line.
 */
final class JsonLines {
    private static final JsonMapper STRICT = Json.MAPPER.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonLines() {}

    static <T> byte[] write(List<T> things, Function<T, JsonNode> toLine) {
        LineWriter out = new LineWriter();
        things.forEach(thing -> out.write(toLine.apply(thing)));
        return out.end();
    }

    static void read(String entry, byte[] bytes, Consumer<JsonNode> eachLine) {
        int line = 0;
        for (int start = 0; start < bytes.length;) {
            line++;
            int end = endOfLine(bytes, start);
            if (end == bytes.length) {
                throw new RecordingFormatException(entry, line, "the last line does not end in a line feed: the entry was cut");
            }
            JsonNode tree = parse(entry, line, ByteBuffer.wrap(bytes, start, end - start));
            try {
                eachLine.accept(tree);
            } catch (IllegalArgumentException malformed) {
                throw new RecordingFormatException(entry, line, String.valueOf(malformed.getMessage()));
            }
            start = end + 1;
        }
    }

    private static int endOfLine(byte[] bytes, int start) {
        int at = start;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static JsonNode parse(String entry, int line, ByteBuffer bytes) {
        try {
            return STRICT.readTree(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new RecordingFormatException(entry, line, "expected UTF-8");
        } catch (JacksonException e) {
            throw new RecordingFormatException(entry, line,
                    "expected one JSON object, but" + at(e.getLocation()) + ": " + firstLine(e.getOriginalMessage()));
        }
    }

    /** Limits of the parser, on depth for instance, are complaints without a location. */
    private static String at(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at column " + location.getColumnNr();
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
