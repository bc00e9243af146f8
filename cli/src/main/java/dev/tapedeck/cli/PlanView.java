package dev.tapedeck.cli;

import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.redaction.Plan;
import dev.tapedeck.redaction.Redacted;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code extract --plan} shows: what would be done to each field, how much would be known, and which payload would add to that. */
record PlanView(Redacted redacted) {

    void show(Console console) {
        Plan plan = redacted.plan();
        Recording recording = redacted.recording();
        console.say(String.format(Locale.ROOT, "%-12s %6s  %-14s %s", "action", "values", "because", "field"));
        plan.fields()
                .forEach(line -> console.say(String.format(Locale.ROOT, "%-12s %6d  %-14s %s", Fields.word(line.action()), line.count(),
                        line.reason(), line.field())));
        if (!plan.suggestions().isEmpty()) {
            console.say("");
            console.say("lines of policy that may be worth writing:");
            plan.suggestions().forEach(s -> console.say("  " + s));
        }
        console.say("");
        console.say("evidence  " + Known.evidence(recording) + "; a replay of all of it would be `" + Fields.word(Known.lowest(recording))
                + "` at best"
                + (Known.lowest(recording) == dev.tapedeck.recording.Rung.VALUES ? ", or `exact` with the code that ran" : ""));
        Known.gaps(console, recording.gaps());
        raises(console, Raise.of(recording));
        console.result(json());
    }

    private static void raises(Console console, List<Raise> raises) {
        if (raises.isEmpty()) {
            return;
        }
        console.say("");
        console.say("with `--payloads DIR` these would raise it:");
        for (Raise raise : raises) {
            console.say("  " + raise.function() + ", request " + raise.requestId() + ": " + Fields.word(raise.from()) + " -> "
                    + Fields.word(raise.to()));
            console.text("    the event that it was given, as " + raise.file() + (raise.messageIds().isEmpty()
                    ? ""
                    : ", or its message " + String.join(", ", raise.messageIds()) + " as `aws sqs receive-message` prints it"));
        }
    }

    private ObjectNode json() {
        Plan plan = redacted.plan();
        ObjectNode out = Json.object().put("version", 1);
        ArrayNode fields = out.putArray("fields");
        plan.fields()
                .forEach(l -> fields.addObject().put("field", l.field()).put("action", Fields.word(l.action())).put("reason", l.reason())
                        .put("count", l.count()));
        ArrayNode suggestions = out.putArray("suggestions");
        plan.suggestions()
                .forEach(s -> suggestions.addObject().put("field", s.field()).put("action", Fields.word(s.action())).put("because",
                        s.because()));
        out.put("evidence", Fields.word(Known.lowest(redacted.recording())));
        Known.gaps(out.putArray("gaps"), redacted.recording().gaps());
        ArrayNode raises = out.putArray("raises");
        for (Raise raise : Raise.of(redacted.recording())) {
            ObjectNode one = raises.addObject().put("component", raise.function()).put("requestId", raise.requestId());
            raise.messageIds().forEach(one.putArray("messageIds")::add);
            one.put("file", raise.file()).put("from", Fields.word(raise.from())).put("to", Fields.word(raise.to()));
        }
        return out;
    }
}
