package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import dev.tapedeck.redaction.Derivation.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Fields that are computed from others, minted anew once the others are redacted: clients check them. Digests whose body is elsewhere were
 * dropped already; headers that would be checked against a body that is not here are left out.
 */
final class Derived {
    private static final List<String> BODIES = List.of("body", "Body", "MessageBody");
    private static final List<String> BODY_DIGESTS = List.of("md5OfBody", "MD5OfBody", "MD5OfMessageBody");

    private final List<Derivation> derivations;
    private final KeyedBytes keyed;

    Derived(List<Derivation> derivations, KeyedBytes keyed) {
        this.derivations = derivations;
        this.keyed = keyed;
    }

    /** Whether something in {@code object} may derive from something else in it. */
    boolean concerns(ObjectNode object) {
        return !derivations.isEmpty() || hasBodyDigest(object)
                || (object.get("headers") instanceof ObjectNode && object.has("body"));
    }

    private static boolean hasBodyDigest(ObjectNode object) {
        for (String digest : BODY_DIGESTS) {
            if (object.has(digest)) {
                return true;
            }
        }
        return false;
    }

    /** Mints what {@code redacted} derives from itself. */
    void rewrite(Field field, ObjectNode original, ObjectNode redacted) {
        for (String body : BODIES) {
            if (redacted.get(body) instanceof StringNode text) {
                bodyDigests(redacted, text.stringValue());
                break;
            }
        }
        if (original.get("headers") instanceof ObjectNode before && redacted.get("headers") instanceof ObjectNode after
                && redacted.get("body") instanceof StringNode body) {
            redacted.set("headers", contentLength(before, after.deepCopy(), body.stringValue()));
        }
        for (Derivation derivation : derivations) {
            for (String name : List.copyOf(redacted.propertyNames())) {
                if (derivation.field().matches(field.child(name).path()) && redacted.get(derivation.of()) != null) {
                    redacted.set(name, minted(derivation.algorithm(), redacted.get(derivation.of()), redacted.get(name)));
                }
            }
        }
    }

    private static void bodyDigests(ObjectNode redacted, String body) {
        for (String digest : BODY_DIGESTS) {
            if (redacted.has(digest)) {
                redacted.put(digest, md5(body));
            }
        }
    }

    private static ObjectNode contentLength(ObjectNode before, ObjectNode after, String body) {
        for (String name : List.copyOf(before.propertyNames())) {
            if (name.equalsIgnoreCase("content-length") && after.has(name)) {
                after.put(name, Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
            }
        }
        return after;
    }

    private JsonNode minted(Algorithm algorithm, JsonNode of, JsonNode shape) {
        String text = of instanceof StringNode string ? string.stringValue() : Json.write(of);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (algorithm) {
            case LENGTH -> shape instanceof NumericNode
                    ? Json.MAPPER.getNodeFactory().numberNode(bytes.length)
                    : StringNode.valueOf(Integer.toString(bytes.length));
            case MINTED -> StringNode.valueOf(inShapeOf(shape, keyed.digest("minted", text)));
            case MD5, SHA_1, SHA_256, SHA_512 -> StringNode.valueOf(inShapeOf(shape, digest(algorithm.standardName(), bytes)));
        };
    }

    /** Base64 where the value was, else hexadecimal. */
    private static String inShapeOf(JsonNode shape, byte[] digest) {
        String text = shape instanceof StringNode string ? string.stringValue() : "";
        boolean base64 = text.endsWith("=") || text.indexOf('+') >= 0 || text.indexOf('/') >= 0;
        return base64 ? Base64.getEncoder().encodeToString(digest) : HexFormat.of().formatHex(digest);
    }

    static String md5(String text) {
        return HexFormat.of().formatHex(digest("MD5", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
