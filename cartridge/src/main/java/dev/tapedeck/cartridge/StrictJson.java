package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/** JSON of which there is one spelling only (RFC 8785), so that what is signed is what is read. */
final class StrictJson {
    private StrictJson() {}

    static byte[] canonical(JsonNode tree) {
        return canonicalText(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException where the tree holds half of a surrogate pair, which canonical JSON cannot spell */
    static String canonicalText(JsonNode tree) {
        try {
            String text = new JsonCanonicalizer(Json.write(tree)).getEncodedString();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new IllegalArgumentException("half of a surrogate pair has no canonical spelling");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException("not canonical JSON: " + e.getMessage(), e);
        }
    }

    static JsonNode tree(Place place, byte[] bytes) {
        try {
            return Json.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw place.refuse(Code.DAMAGED, "expected UTF-8", e);
        } catch (JacksonException e) {
            throw place.refuse(Code.DAMAGED,
                    "expected JSON" + at(e.getLocation()) + ": " + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Limits of the parser, on depth for instance, are complaints without a location. */
    private static String at(@Nullable TokenStreamLocation location) {
        return location == null ? "" : ", but line " + location.getLineNr() + ", column " + location.getColumnNr() + " is not";
    }

    /** An object read field by field; a complaint of {@link Fields} becomes one that names the place. */
    static <T> T object(Place place, byte[] bytes, Function<Fields, T> read) {
        try {
            Fields fields = Fields.of(tree(place, bytes));
            T value = read.apply(fields);
            fields.done();
            return value;
        } catch (IllegalArgumentException malformed) {
            throw place.refuse(Code.DAMAGED, String.valueOf(malformed.getMessage()), malformed);
        }
    }
}
