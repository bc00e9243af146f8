package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides which messages a subscription wants. It is EventBridge's own matcher (https://github.com/aws/event-ruler) behind one method, so that
 * every operator ({@code prefix}, {@code anything-but}, {@code numeric}, {@code exists}, {@code cidr}, {@code wildcard}, {@code $or}) means
 * here what it means there. Filters of SQS event sources and of SNS subscriptions are the same language over another tree
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html).
 */
public final class EventPattern {

    private static final String WANTED = "wanted";
    private static final EventPattern EVERYTHING = new EventPattern("");

    private final String pattern;
    private final Machine machine = Machine.builder().build();

    private EventPattern(String pattern) {
        this.pattern = pattern;
        if (!pattern.isEmpty()) {
            try {
                machine.addRule(WANTED, pattern);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param pattern JSON, "" for everything */
    public static EventPattern of(String pattern) {
        if (pattern.isEmpty()) {
            return EVERYTHING;
        }
        String complaint = JsonRuleCompiler.check(pattern);
        if (complaint != null) {
            throw new IllegalArgumentException("not an event pattern: `" + pattern + "`: " + complaint.lines().findFirst().orElse("")
                    + "\nhint: every leaf is an array of values or operators, as in {\"source\": [\"billing\"]}");
        }
        return new EventPattern(pattern);
    }

    /** Whether {@code event}, an EventBridge envelope or any other tree, is wanted. */
    public boolean matches(JsonNode event) {
        if (this == EVERYTHING) {
            return true;
        }
        try {
            return machine.rulesForJSONEvent(Json.write(event)).contains(WANTED);
        } catch (Exception e) {
            throw new IllegalArgumentException("the event cannot be matched against `" + pattern + "`: " + e.getMessage(), e);
        }
    }

    /**
     * As the filter of an SQS event source: the pattern speaks of the record that the function would be handed, and of its body as a tree where
     * the body is JSON.
     */
    public boolean matchesRecord(ObjectNode record) {
        ObjectNode seen = record.deepCopy();
        seen.set("body", Json.parseOrString(record.path("body").asString("")));
        return matches(seen);
    }

    /** As an SNS filter policy over message attributes ({@code {name: {DataType, StringValue}}}). */
    public boolean matchesAttributes(ObjectNode messageAttributes) {
        ObjectNode seen = Json.object();
        for (Map.Entry<String, JsonNode> attribute : messageAttributes.properties()) {
            String type = attribute.getValue().path("DataType").asString("");
            String text = attribute.getValue().path("StringValue").asString("");
            switch (type) {
                case "String" -> seen.put(attribute.getKey(), text);
                case "Number", "String.Array" -> seen.set(attribute.getKey(), Json.parse(text));
                default -> {
                    // SNS matches no other type
                }
            }
        }
        return matches(seen);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
