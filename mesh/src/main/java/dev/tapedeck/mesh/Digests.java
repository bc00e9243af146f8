package dev.tapedeck.mesh;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The digests that providers derive from what they were sent. They are computed, never replayed (DESIGN section 8). */
final class Digests {

    private static final byte STRING = 1;
    private static final byte BINARY = 2;

    private Digests() {}

    static String md5(String text) {
        return hex("MD5", text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(String text) {
        return hex("SHA-256", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The MD5 of message attributes: of each, sorted by name, the length-prefixed name and type, a byte that tells text from bytes, and the
     * length-prefixed value
     * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation).
     */
    static String md5OfAttributes(ObjectNode attributes) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        attributes.properties().forEach(attribute -> sorted.put(attribute.getKey(), attribute.getValue()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sorted.forEach((name, value) -> {
            String type = value.path("DataType").asString("");
            prefixed(out, name.getBytes(StandardCharsets.UTF_8));
            prefixed(out, type.getBytes(StandardCharsets.UTF_8));
            if (type.startsWith("Binary")) {
                out.write(BINARY);
                prefixed(out, Base64.getDecoder().decode(value.path("BinaryValue").asString("")));
            } else {
                out.write(STRING);
                prefixed(out, value.path("StringValue").asString("").getBytes(StandardCharsets.UTF_8));
            }
        });
        return hex("MD5", out.toByteArray());
    }

    private static void prefixed(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
