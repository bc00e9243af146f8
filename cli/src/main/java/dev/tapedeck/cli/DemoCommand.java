package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Scenario;
import dev.tapedeck.sandbox.Fence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** From telemetry files to a cause, on the example that comes with Tapedeck. */
@Command(name = "demo", description = "Takes the example incident from its telemetry files to its cause.", footer = {"", "Example:",
        "  tapedeck demo"})
final class DemoCommand extends Common {

    @Override
    Exit run(Console console) throws IOException {
        Path home = home();
        Path example = home.resolve("examples/invoice-close");
        Prerequisites prerequisites = new Prerequisites(console);
        Fence fence = prerequisites.fence();
        prerequisites.packages(example.resolve("app"));
        Demo demo = new Demo(example, console);
        Path file = home.resolve(".tapedeck/demo/incident.cartridge");
        Cartridge cartridge = demo.extracted(file);
        console.progressDone();
        String shown = Path.of("").toAbsolutePath().relativize(file).toString();
        symptoms(console, demo);
        console.say("cartridge   " + shown + "  sha256:" + cartridge.identity().substring(0, 16) + "…, redacted, sealed, signed");
        return switch (fence) {
            case Fence.Fenced fenced -> replays(console, demo, cartridge, shown);
            case Fence.Unavailable lacking -> echo(console, demo, cartridge, lacking);
        };
    }

    private static void symptoms(Console console, Demo demo) {
        long workflows = demo.symptoms().kinds().stream().mapToLong(k -> k.workflows()).sum();
        long deviating = demo.symptoms().kinds().stream().mapToLong(k -> k.deviating()).sum();
        console.say("telemetry   " + demo.symptoms().reading().spans() + " spans, " + demo.symptoms().reading().logLines()
                + " log lines, no error in them");
        console.say("symptoms    " + workflows + " workflows, " + deviating + " unlike the others:");
        demo.symptoms().findings().forEach(f -> console.say("              " + f.what() + " (" + f.workflows().size() + ")"));
        console.say("incident    " + demo.incident().correlationId());
    }

    private static Exit replays(Console console, Demo demo, Cartridge cartridge, String shown) {
        List<List<Name>> unordered = CausalOrder.of(cartridge.recording()).unorderedPairs();
        Scenario.Exchange exchange = Demo.exchange(unordered);
        DeliveryLabels labels = new DeliveryLabels(cartridge.recording());
        String pair = labels.of(exchange.one()) + "," + labels.of(exchange.other());
        long began = System.nanoTime();
        Replayed recorded = demo.replay(cartridge, "recorded order", plan -> {});
        line(console, "recorded order: the update is lost", recorded, began);
        began = System.nanoTime();
        Replayed exchanged = demo.replay(cartridge, "deliveries exchanged", plan -> plan.exchange(exchange));
        line(console, "the two deliveries exchanged (" + pair + ")", exchanged, began);
        began = System.nanoTime();
        Replayed fixed = demo.replay(cartridge, "fixed handler", plan -> plan.variant(new CodeOption("close-invoice", demo.fixed(), "")));
        line(console, "the fixed handler", fixed, began);
        List<Report> again = List.of(demo.replay(cartridge, "once more", plan -> {}).report(),
                demo.replay(cartridge, "and again", plan -> {}).report());
        console.progressDone();
        TreeSet<String> digests = again.stream().map(Report::digest).collect(Collectors.toCollection(TreeSet::new));
        digests.add(recorded.report().digest());
        console.say("again       three replays, " + (digests.size() == 1
                ? "one digest " + digests.first().substring(0, 16) + "…"
                : console.red(digests.size() + " digests: not deterministic")) + "; determinism " + recorded.determinism() + ", fence "
                + recorded.fence());
        boolean asExpected = recorded.report().outcome() == Outcome.REPRODUCED && exchanged.report().outcome() == Outcome.PASSES
                && fixed.report().outcome() == Outcome.PASSES && digests.size() == 1;
        console.result(json(recorded, exchanged, fixed, digests.size(), cartridge.identity()));
        own(console, shown);
        return asExpected ? Exit.EXPECTED : Exit.OTHER;
    }

    private static void line(Console console, String what, Replayed replayed, long began) {
        console.progressDone();
        double seconds = (System.nanoTime() - began) / 1e9;
        String outcome = new ReportView(replayed, 0, "").outcome(console);
        String by = replayed.report().real().isEmpty() ? "" : " by the real code of " + replayed.report().real().size() + " functions";
        console.say(String.format(Locale.ROOT, "replay      %s: %s%s (%.1f s)", what, outcome, by, seconds));
        if (replayed.report().problem() != null) {
            console.say("              " + replayed.report().problem().detail());
        }
    }

    private static ObjectNode json(Replayed recorded, Replayed exchanged, Replayed fixed, int digests, String identity) {
        return Json.object().put("version", 1).put("cartridge", identity).put("recorded", recorded.report().outcome().spelled())
                .put("exchanged", exchanged.report().outcome().spelled()).put("fixed", fixed.report().outcome().spelled())
                .put("replays", 3).put("digests", digests).put("digest", recorded.report().digest()).put("fence", recorded.fence());
    }

    private static void own(Console console, String cartridge) {
        console.say("");
        console.say("look inside       ./tapedeck inspect " + cartridge);
        console.say("your own system   ./tapedeck symptoms TRACES.jsonl LOGS.jsonl");
        console.say("                  ./tapedeck extract TRACES.jsonl LOGS.jsonl --correlation ID --code DIR -o incident.cartridge");
        console.next("./tapedeck inspect .tapedeck/demo/incident.cartridge");
    }

    /** Without a fence no real code runs: the recorded part is played, and that proves nothing. */
    private static Exit echo(Console console, Demo demo, Cartridge cartridge, Fence.Unavailable lacking) {
        long began = System.nanoTime();
        Replayed echoed = demo.replay(cartridge, "the recording alone",
                plan -> List.of("submit-invoice", "publish-ledger-entry", "settle-payment",
                        "close-invoice", "notify-customer", "ledger-api").forEach(name -> plan.component(name + "=recorded")));
        line(console, "the recording alone", echoed, began);
        console.say("              no real code ran, so this proves nothing: there is no fence on this machine: " + lacking.reason());
        console.result(
                Json.object().put("version", 1).put("cartridge", cartridge.identity()).put("recorded", echoed.report().outcome().spelled())
                        .put("fence", "none"));
        boolean command = lacking.remedy().startsWith("apt-get ");
        console.next(command ? (Fence.root() ? "" : "sudo ") + lacking.remedy() + " && ./tapedeck demo" : lacking.remedy());
        return Exit.REFUSED;
    }

    private static Path home() {
        String home = System.getProperty("tapedeck.home");
        if (home == null || !Files.isDirectory(Path.of(home, "examples/invoice-close"))) {
            throw CommandFailure.usage("the example is not there", "run `./tapedeck demo` from a checkout of Tapedeck");
        }
        return Path.of(home);
    }
}
