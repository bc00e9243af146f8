package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Random trees with secrets at random depths in random encodings: nothing of them is left, nothing breaks, and the gate does not cry wolf. */
class RedactionFuzzTest {
    private static final List<String> KEYS = List.of("id", "invoiceId", "customer", "name", "email", "detail", "body", "data", "value",
            "note", "x", "zq", "Zanzi", "status", "token",
            "at", "S", "N", "items", "pk", "amount", "0", "a b", "über", "Records", "headers", "path", "url");
    private static final List<String> PLAIN = List.of("", "ok", "SUBMITTED", "EUR", "2026-03-04T10:00:00Z", "true", "/invoices",
            "https://a.b/c?d=e", "a=b&c=d", "{", "[1,", "\"", "%", "%zz", "&#;",
            "\\u12", "\ud800", "\u0000", "=====", "YWJj", "arn:aws:sqs:::", "://", "@", "-----BEGIN ", "eyJ", "4111", "::1", "1.2.3.4.5",
            "+", "2026-99-99", "a".repeat(5000));

    private final Random random;
    private final Set<String> secrets = new TreeSet<>();

    RedactionFuzzTest() {
        random = new Random(0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void apply_randomTrees_leaveNoSecret(long seed) {
        random.setSeed(seed);
        Incident incident = new Incident();
        fill(incident.event, 5);
        fill(incident.httpBody, 4);
        fill(incident.item, 3);
        fill(incident.spanAttributes, 2);
        fill(incident.stateItem, 2);
        fill(incident.messageBody, 4);
        incident.logBody = Json.object().set("line", tree(3));
        Redacted redacted = incident.redacted(
                seed % 2 == 0 ? Literals.NONE : new Literals(Set.of("SUBMITTED"), List.of(), Set.of(), Set.of("customer", "invoiceId")));
        String text = Incident.text(redacted).toLowerCase(Locale.ROOT);
        secrets.forEach(secret -> assertThat(text).as("seed %d", seed).doesNotContain(secret.toLowerCase(Locale.ROOT)));
        assertThat(LeakGate.check(Incident.entries(redacted), new ReplacedValues(secrets))).as("seed %d", seed)
                .isInstanceOf(LeakGate.Clean.class);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).as("seed %d", seed).isInstanceOf(LeakGate.Clean.class);
    }

    private void fill(ObjectNode object, int depth) {
        for (int i = random.nextInt(6); i >= 0; i--) {
            String key = random.nextInt(12) == 0 ? secret() : KEYS.get(random.nextInt(KEYS.size()));
            object.set(key, tree(depth - 1));
        }
    }

    private tools.jackson.databind.JsonNode tree(int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 5);
        return switch (kind) {
            case 0 -> Json.MAPPER.getNodeFactory().numberNode(random.nextBoolean() ? random.nextLong() : random.nextInt(100));
            case 1 -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> Json.MAPPER.getNodeFactory().stringNode(PLAIN.get(random.nextInt(PLAIN.size())));
            case 3, 4 -> Json.MAPPER.getNodeFactory().stringNode(encoded(secret(), 3));
            case 5 -> {
                ArrayNode array = Json.MAPPER.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = Json.object();
                fill(object, depth);
                yield object;
            }
        };
    }

    private String secret() {
        String secret = switch (random.nextInt(6)) {
            case 0 -> word(9) + " " + word(8);
            case 1 -> word(7) + "." + word(6) + "@" + word(8) + ".com";
            case 2 -> Long.toString(10_000_000L + (random.nextLong() >>> 20));
            case 3 -> word(5).toUpperCase(Locale.ROOT) + "-" + (100_000 + random.nextInt(900_000));
            case 4 -> Long.toHexString(random.nextLong() | Long.MIN_VALUE);
            default -> word(11);
        };
        secrets.add(secret);
        return secret;
    }

    /** Letters that make no word of any schema. */
    private String word(int length) {
        return Shape.each("z".repeat(length), c -> "qxzjkvwy".charAt(random.nextInt(8)));
    }

    private String encoded(String secret, int most) {
        if (most == 0) {
            return secret;
        }
        return switch (random.nextInt(9)) {
            case 0 -> encoded(Json.write(Json.object().put("k", secret)), most - 1);
            case 1 -> encoded(Base64.getEncoder().encodeToString(("it is " + secret).getBytes(StandardCharsets.UTF_8)), most - 1);
            case 2 -> encoded(Percent.encode("<" + secret + ">"), most - 1);
            case 3 -> "INVOICE#" + secret;
            case 4 -> "https://acme.example/" + Percent.encode(secret) + "?q=" + Percent.encode(secret);
            case 5 -> "see " + secret + " for more";
            default -> secret;
        };
    }
}
