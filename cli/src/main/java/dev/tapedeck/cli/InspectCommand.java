package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.Statement;
import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a cartridge holds, who made it from what, what is known and what is not, and what happened in which order. */
@Command(name = "inspect", description = "Shows what is inside a cartridge: provenance, evidence, gaps and the sequence of events.", footer = {
        "",
        "Example:", "  tapedeck inspect incident.cartridge"})
final class InspectCommand extends Common {

    @Mixin
    private CartridgeArgument argument = new CartridgeArgument();

    @Override
    Exit run(Console console) {
        Cartridge cartridge = argument.open();
        Recording recording = cartridge.recording();
        DeliveryLabels labels = new DeliveryLabels(recording);
        List<List<Name>> unordered = CausalOrder.of(recording).unorderedPairs();
        header(console, cartridge, recording);
        console.say("evidence  " + Known.evidence(recording));
        shapes(console, recording);
        console.say("");
        new SequenceDiagram(recording, labels, unordered).lines(console.columns()).forEach(console::say);
        if (!recording.gaps().isEmpty()) {
            console.say("");
            Known.gaps(console, recording.gaps());
        }
        console.result(json(cartridge, recording, labels, unordered));
        console.next("tapedeck blueprint " + argument.typed() + " -o system.yaml");
        return Exit.EXPECTED;
    }

    private void header(Console console, Cartridge cartridge, Recording recording) {
        Statement statement = cartridge.statement();
        console.say(console.bold(argument.file().getFileName().toString()));
        console.say("sha256    " + cartridge.identity());
        console.text("made by   " + statement.createdBy() + " with tapedeck " + statement.toolVersion() + ", " + time(statement.createdAt())
                + ", signed by " + cartridge.signer().id());
        console.text("for       " + or(statement.purpose(), "no purpose stated")
                + (statement.ticket().isEmpty() ? "" : ", " + statement.ticket())
                + "; " + statement.classification().name().toLowerCase(Locale.ROOT) + "; expires " + time(statement.expiresAt()));
        console.text("from      " + inputs(statement));
        console.say("window    " + time(recording.from()) + " to " + time(recording.to()));
        recording.labels().forEach((name, value) -> console.say(String.format(Locale.ROOT, "%-9s %s", switch (name) {
            case "correlationId" -> "workflow";
            case "traceId" -> "trace";
            default -> name;
        }, value)));
        console.text("holds     " + recording.invocations().size() + " invocations of " + functions(recording) + " functions, "
                + recording.calls().size() + " calls, " + recording.messages().size() + " messages, " + recording.logs().size()
                + " log lines");
        recording.invariants().forEach(i -> console.say("broken    " + console.red(i.name()) + " (" + i.component() + ")"));
    }

    private static long functions(Recording recording) {
        return recording.invocations().stream().map(Invocation::function).distinct().count();
    }

    private static String inputs(Statement statement) {
        List<String> inputs = statement.inputs().stream().map(i -> i.count() + " " + i.kind()).toList();
        return inputs.isEmpty() ? "nothing named" : String.join(", ", inputs);
    }

    private static void shapes(Console console, Recording recording) {
        recording.shapes().forEach(shape -> console.text("shape     what `" + shape.function() + "` got through `" + shape.channel()
                + "` looks like, by " + shape.samples() + " others: `replay --synthesise` makes one up"));
    }

    private static ObjectNode json(Cartridge cartridge, Recording recording, DeliveryLabels labels, List<List<Name>> unordered) {
        ObjectNode out = Json.object().put("version", 1).put("identity", cartridge.identity()).put("signer", cartridge.signer().id());
        out.put("createdBy", cartridge.statement().createdBy()).put("classification",
                cartridge.statement().classification().name().toLowerCase(Locale.ROOT));
        out.put("expiresAt", time(cartridge.statement().expiresAt()));
        ObjectNode named = out.putObject("labels");
        recording.labels().forEach(named::put);
        ArrayNode deliveries = out.putArray("deliveries");
        recording.deliveries().forEach(d -> deliveries.addObject().put("label", labels.of(d.name())).put("name", d.name().toString())
                .put("subscription", d.subscription()).put("at", time(d.at())).put("receiveCount", d.receiveCount()));
        ArrayNode pairs = out.putArray("unordered");
        unordered.forEach(pair -> pairs.addArray().add(labels.of(pair.getFirst())).add(labels.of(pair.getLast())));
        ArrayNode invocations = out.putArray("invocations");
        recording.invocations().forEach(i -> invocations.addObject().put("name", i.name().toString()).put("function", i.function())
                .put("evidence", i.evidence().name().toLowerCase(Locale.ROOT)).put("failed", i.result().failed()));
        Known.gaps(out.putArray("gaps"), recording.gaps());
        ArrayNode shapes = out.putArray("shapes");
        recording.shapes().forEach(s -> shapes.addObject().put("function", s.function()).put("channel", s.channel()).put("type", s.type())
                .put("samples", s.samples()));
        ArrayNode invariants = out.putArray("invariants");
        recording.invariants().forEach(i -> invariants.addObject().put("name", i.name()).put("expression", i.expression()).put("component",
                i.component()).put("origin", i.origin()));
        return out;
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static String time(@Nullable Moment moment) {
        return moment == null ? "never" : Instant.ofEpochMilli(moment.epochMillis()).toString();
    }
}
