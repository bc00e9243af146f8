package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import dev.tapedeck.sandbox.Condition;
import dev.tapedeck.sandbox.Conditions;
import dev.tapedeck.sandbox.ControlGroups;
import dev.tapedeck.sandbox.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what this machine has of what Tapedeck needs, and how to get the rest. */
@Command(name = "doctor", description = "Says what this machine has of what Tapedeck needs, and how to get the rest.", footer = {"",
        "Example:",
        "  tapedeck doctor", "", "Exit codes: 0 real code can run here, 3 something that it needs is missing."})
final class DoctorCommand extends Common {

    @Override
    Exit run(Console console) {
        List<Condition> all = new ArrayList<>(new Household().conditions());
        all.addAll(Conditions.here());
        all.forEach(condition -> show(console, condition));
        long lacking = all.stream().filter(condition -> condition.state() == Condition.State.LACKING).count();
        console.say("");
        console.say(lacking == 0
                ? console.green("real code can run here")
                : console.red("no real code can run here") + ": " + lacking + " of what it needs " + (lacking == 1 ? "is" : "are")
                        + " missing");
        console.result(json(all, lacking == 0));
        console.next(lacking == 0 ? "tapedeck demo" : "tapedeck doctor");
        return lacking == 0 ? Exit.EXPECTED : Exit.REFUSED;
    }

    private static void show(Console console, Condition condition) {
        String mark = switch (condition.state()) {
            case GOOD -> console.green("ok     ");
            case NOTE -> console.dim("note   ");
            case LACKING -> console.red("missing");
        };
        console.say(mark + String.format(Locale.ROOT, "  %-15s  ", condition.name()) + condition.detail());
        if (!condition.fix().isEmpty()) {
            console.say(" ".repeat(26) + "fix: " + condition.fix());
        }
    }

    private static ObjectNode json(List<Condition> all, boolean ready) {
        ObjectNode out = Json.object().put("version", 1).put("ready", ready);
        out.put("fence", Fence.detect().tier());
        ObjectNode limits = out.putObject("limits");
        ControlGroups.here().enforcement().forEach(limits::put);
        ArrayNode list = out.putArray("conditions");
        all.forEach(condition -> list.addObject().put("name", condition.name())
                .put("state", condition.state().name().toLowerCase(Locale.ROOT)).put("detail", condition.detail())
                .put("fix", condition.fix()));
        return out;
    }
}
