package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Pseudonyms that by chance look like somebody's: an extraction must not be refused for them, nor show them. */
class ChanceTest {
    private static PseudonymKey key(int seed) {
        byte[] bytes = new byte[PseudonymKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return PseudonymKey.of(bytes);
    }

    /** A key that makes {@code FI} of {@code RF}: then a creditor reference of the right length becomes an account of Finland, once in 97. */
    private static int seedOfFinland() {
        for (int seed = 0;; seed++) {
            if (new Pseudonyms(new KeyedBytes(key(seed)), java.util.Set.of()).run("RF").equals("FI")) {
                return seed;
            }
        }
    }

    @Test
    void apply_referencesThatBecomeAccountNumbers_areNoBanks() {
        Random random = new Random(3);
        Incident incident = new Incident();
        ArrayNode references = incident.event.putArray("references");
        for (int i = 0; i < 600; i++) {
            references.add("RF" + (1_000_000_000_000_000L + (random.nextLong() >>> 14) % 9_000_000_000_000_000L));
        }
        Redacted redacted = Redaction.apply(incident.recording(), Policy.DEFAULT, key(seedOfFinland()), Literals.NONE);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
        JsonNode event = redacted.recording().invocations().getFirst().event().value();
        long accounts = event.path("references").valueStream().map(JsonNode::asString).filter(text -> !Shapes.find(text).isEmpty()).count();
        assertThat(accounts).as("references that became accounts, of " + Json.write(event).length() + " characters").isPositive();
    }
}
