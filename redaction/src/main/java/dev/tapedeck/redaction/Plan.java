package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What redaction does to each field and why, for {@code extract --plan} and {@code redaction.json}: paths, actions, counts, never a value.
 *
 * @param fields in the order of their paths; a field to whose values different things were done has several lines
 * @param suggestions lines that a policy might want
 */
public record Plan(List<Line> fields, List<Suggestion> suggestions) {
    private static final int OFTEN = 12;
    private static final int FEW = 4;

    /** What was done to {@code count} values of a field. */
    public record Line(String field, Action action, String reason, long count) {}

    /** A line for the policy: {@code action} under which {@code field} might be listed, and what speaks for it. */
    public record Suggestion(String field, Action action, String because) {
        /** As YAML. */
        @Override
        public String toString() {
            return action.word() + ": [\"" + field + "\"]   # " + because;
        }
    }

    public Plan {
        fields = List.copyOf(fields);
        suggestions = List.copyOf(suggestions);
    }

    static Plan of(Field root) {
        List<Line> lines = new ArrayList<>();
        List<Suggestion> suggestions = new ArrayList<>();
        Map<String, Long> merged = new java.util.TreeMap<>();
        for (Field field : root.all()) {
            for (Action action : Action.values()) {
                for (Reason reason : Reason.values()) {
                    if (field.count(action, reason) > 0) {
                        merged.merge(field + "\0" + action + "\0" + reason.word(), field.count(action, reason), Long::sum);
                    }
                }
            }
            suggest(field, suggestions);
        }
        merged.forEach((line, count) -> {
            String[] parts = line.split("\0", -1);
            lines.add(new Line(parts[0], Action.valueOf(parts[1]), parts[2], count));
        });
        return new Plan(lines, suggestions.stream().distinct().toList());
    }

    /** Frequency suggests and never decides: a customer with five invoices is no enumeration. */
    private static void suggest(Field field, List<Suggestion> suggestions) {
        long tokens = field.count(Action.PSEUDONYMISE, Reason.TOKEN);
        boolean named = !field.path().contains(Field.ANY);
        if (named && tokens >= OFTEN && field.distinctValues() <= FEW && field.kind() == FieldKind.ORDINARY) {
            suggestions.add(new Suggestion(field.toString(), Action.KEEP,
                    field.distinctValues() + " different values in " + tokens + ": an enumeration?"));
        }
        long texts = field.count(Action.DROP, Reason.FREE_TEXT);
        if (named && texts >= OFTEN && field.distinctValues() <= FEW) {
            suggestions.add(new Suggestion(field.toString(), Action.KEEP,
                    field.distinctValues() + " different texts in " + texts + ": written by a program?"));
        }
    }

    /** How many values came to {@code action}. */
    public long count(Action action) {
        return fields.stream().filter(line -> line.action() == action).mapToLong(Line::count).sum();
    }

    ArrayNode toJson() {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Line line : fields) {
            ObjectNode json = list.addObject();
            json.put("field", line.field()).put("action", line.action().word()).put("reason", line.reason()).put("count", line.count());
        }
        return list;
    }
}
