package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Problem;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Standstill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a cartridge: the real functions, in the fence, under virtual time. */
@Command(name = "replay", description = "Replays a cartridge with the real functions, in a fence, under virtual time.", footer = {"",
        "Examples:",
        "  tapedeck replay incident.cartridge --blueprint system.yaml",
        "  tapedeck replay incident.cartridge --code close-invoice=app#functions/close-invoice.handler",
        "  tapedeck replay incident.cartridge --blueprint system.yaml --exchange d5,d6",
        "  tapedeck replay incident.cartridge --blueprint system.yaml --variant close-invoice=fixed/close-invoice"})
final class ReplayCommand extends Common {

    @Mixin
    private CartridgeArgument argument = new CartridgeArgument();

    @Mixin
    private ScenarioArguments scenario = new ScenarioArguments();

    @Option(names = "--until", paramLabel = "STEP|DELIVERY", description = "Stop after this step, or after this delivery was handed over, and show how things stand.")
    private @Nullable String until;

    @Option(names = "--expect", paramLabel = "OUTCOME", description = "Exit with 0 for this outcome and no other.")
    private @Nullable String expect;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Write the replay's own recording as a cartridge.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Write over an existing file.")
    private boolean force;

    @Override
    Exit run(Console console) throws IOException {
        Output.check(output, force);
        Outcome expected = expect == null ? null : outcome(expect);
        Cartridge cartridge = argument.open();
        Recording recording = cartridge.recording();
        Plan plan = scenario.plan(recording);
        List<UnsetVariables> unset = plan.unset();
        unset.forEach(u -> console.note("note: `" + u.function() + "` reads " + String.join(", ", u.names())
                + " from its environment, and nothing sets that; `--env` does, or `environment` in the blueprint"));
        if (until != null) {
            return standstill(until, plan, cartridge, console);
        }
        long began = System.nanoTime();
        Replayed replayed = Replayed.of(plan, cartridge.redaction(), scenario.tier(), console);
        long wallMillis = (System.nanoTime() - began) / 1_000_000;
        Report report = replayed.report();
        if (output != null) {
            ReplayCartridge.write(report, cartridge, output);
        }
        ReportView view = new ReportView(replayed, wallMillis, cartridge.identity());
        view.lines(console).forEach(console::text);
        console.result(view.json());
        if (!console.json()) {
            console.next(next(report, recording, unset));
        }
        return exit(report, recording, expected);
    }

    private Exit standstill(String point, Plan plan, Cartridge cartridge, Console console) {
        if (output != null || expect != null) {
            throw CommandFailure.usage("`--until` stops before there is an outcome or a whole recording",
                    "leave out `" + (output != null ? "--output" : "--expect") + "`");
        }
        Standstill.Point at = point(point, cartridge.recording());
        Replayed.Stood stood = Replayed.until(plan, cartridge.redaction(), scenario.tier(), console, at);
        Run run = stood.run();
        StandstillView view = new StandstillView(stood, cartridge.identity());
        view.lines().forEach(console::text);
        console.result(view.json());
        if (at instanceof Standstill.Delivered(Name delivery)
                && run.recording().deliveries().stream().noneMatch(d -> d.name().equals(delivery))) {
            console.note("note: the run ended, and `" + point + "` was never delivered");
            return Exit.OTHER;
        }
        String again = "tapedeck replay " + argument.typed() + scenario.typed();
        console.next(view.ended() ? again : again + " --until " + (run.last().number() + 1));
        return Exit.EXPECTED;
    }

    private static Standstill.Point point(String typed, Recording recording) {
        if (typed.startsWith("-")) {
            throw CommandFailure.usage("`--until " + typed + "`: steps are counted from 0, where nothing has happened yet",
                    "for example `--until 12`, or a delivery: `--until d1`");
        }
        return typed.matches("[0-9]{1,9}")
                ? new Standstill.Step(Long.parseLong(typed))
                : new Standstill.Delivered(new DeliveryLabels(recording).find(typed).name());
    }

    private static Outcome outcome(String spelled) {
        return Arrays.stream(Outcome.values()).filter(o -> o.spelled().equals(spelled)).findFirst()
                .orElseThrow(() -> CommandFailure.usage("`--expect " + spelled + "` is no outcome",
                        "outcomes are " + Arrays.stream(Outcome.values()).map(Outcome::spelled).collect(Collectors.joining(", "))));
    }

    private Exit exit(Report report, Recording recording, @Nullable Outcome expected) {
        boolean asRecorded = report.strict() || (report.synthetic() && !scenario.changed());
        boolean holdsFailure = !recording.invariants().isEmpty() || !report.recordedSignature().isEmpty();
        boolean met = expected != null ? report.outcome() == expected : switch (report.outcome()) {
            case REPRODUCED -> asRecorded;
            case CLEAN -> report.strict() && !holdsFailure;
            case PASSES -> !report.strict() && !(asRecorded && holdsFailure);
            case OTHER_FAILURE, NOT_REPRODUCED, ECHOED, DIVERGED, INCONCLUSIVE -> false;
        };
        return met ? Exit.EXPECTED : report.outcome() == Outcome.INCONCLUSIVE ? Exit.INCONCLUSIVE : Exit.OTHER;
    }

    private String next(Report report, Recording recording, List<UnsetVariables> unset) {
        String again = "tapedeck replay " + argument.typed();
        return switch (report.outcome()) {
            case REPRODUCED, OTHER_FAILURE -> Unordered.pairs(recording).stream().filter(pair -> !scenario.exchanges(pair)).findFirst()
                    .map(pair -> again + scenario.typed() + " --exchange " + pair).orElse(again + scenario.inAnotherOrder());
            case ECHOED -> again + scenario.with(suspect(recording));
            case INCONCLUSIVE, DIVERGED, NOT_REPRODUCED -> unset.isEmpty()
                    ? shaped(report, recording) ? again + scenario.typed() + " --synthesise" : "tapedeck inspect " + argument.typed()
                    : again + scenario.typed() + " " + UnsetVariables.options(unset, recording);
            case PASSES, CLEAN -> again + scenario.inAnotherOrder();
        };
    }

    /** Whether an event is missing that can be made up. */
    private boolean shaped(Report report, Recording recording) {
        return !scenario.synthesise() && report.problem() instanceof Problem.Missing(long at, Gap gap)
                && gap.kind() == Gap.Kind.MISSING_PAYLOAD
                && recording.shapes().stream().anyMatch(shape -> shape.function().equals(gap.component()));
    }

    /** The function that an invariant blames, else the first that ran. */
    private static String suspect(Recording recording) {
        return Stream.concat(recording.invariants().stream().map(Invariant::component),
                recording.invocations().stream().map(Invocation::function)).findFirst().orElse("FUNCTION");
    }
}
