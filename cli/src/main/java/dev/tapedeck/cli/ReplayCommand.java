package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.CelJudge;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Problem;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Standstill;
import dev.tapedeck.sandbox.Fence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Option(names = "--blueprint", paramLabel = "FILE", description = "The system to run it on; derived from the recording if not given.")
    private @Nullable Path blueprint;

    @Option(names = "--code", paramLabel = "NAME=DIR#file.handler", description = "Run the function NAME really, with the code in DIR.")
    private List<String> code = new ArrayList<>();

    @Option(names = "--env", paramLabel = "[FUNCTION:]NAME=VALUE", description = "Set a variable that the code reads; a recording holds no values of the environment.")
    private List<String> environment = new ArrayList<>();

    @Option(names = "--runtime", paramLabel = "[NAME=]RUNTIME", description = "Run on another runtime than the deployed one, for example nodejs22.x or python3.12.")
    private List<String> runtimes = new ArrayList<>();

    @Option(names = "--component", paramLabel = "NAME=KIND", description = "Have NAME take part as real, modelled or recorded.")
    private List<String> components = new ArrayList<>();

    @Option(names = "--variant", paramLabel = "NAME=DIR", description = "Lay the files of DIR over the code of NAME.")
    private List<String> variants = new ArrayList<>();

    @Option(names = "--exchange", paramLabel = "A,B", description = "Exchange two deliveries, by the labels that `inspect` shows.")
    private List<String> exchanges = new ArrayList<>();

    @Option(names = "--cold-start", paramLabel = "[NAME=]MODE", description = "How instances start: recorded, none, fixed:DURATION, sampled:PRESET, always; recorded if not given.")
    private List<String> coldStarts = new ArrayList<>();

    @Option(names = "--memory", paramLabel = "[NAME=]MB", description = "Memory of a function, on which its share of the processor depends; as recorded if not given.")
    private List<String> memories = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of everything random; 0 if not given.")
    private long seed;

    @Option(names = "--random-order", description = "Let the seed choose among what nothing orders, instead of the recorded order.")
    private boolean randomOrder;

    @Option(names = "--synthesise", description = "Make up from the seed what is not known of events from outside, in the likeness of others: the outcome is marked synthetic.")
    private boolean synthesise;

    @Option(names = "--fence", paramLabel = "TIER", defaultValue = "fenced", description = "The tier of the fence: fenced, guarded or delegated; only the first is built yet.")
    private String fence = "";

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
        Plan plan = plan(recording);
        List<UnsetVariables> unset = plan.unset();
        unset.forEach(u -> console.note("note: `" + u.function() + "` reads " + String.join(", ", u.names())
                + " from its environment, and nothing sets that; `--env` does, or `environment` in the blueprint"));
        if (until != null) {
            return standstill(until, plan, cartridge, console);
        }
        long began = System.nanoTime();
        Replayed replayed = Replayed.of(plan, cartridge.redaction(), tier(fence), console);
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
        DeliveryLabels labels = new DeliveryLabels(cartridge.recording());
        Standstill.Point at = point.matches("[0-9]{1,9}")
                ? new Standstill.Step(Long.parseLong(point))
                : new Standstill.Delivered(labels.find(point).name());
        Run run = Replayed.until(plan, cartridge.redaction(), tier(fence), console, at);
        StandstillView view = new StandstillView(run, cartridge.identity());
        view.lines().forEach(console::text);
        console.result(view.json());
        if (at instanceof Standstill.Delivered(Name delivery)
                && run.recording().deliveries().stream().noneMatch(d -> d.name().equals(delivery))) {
            console.note("note: the run ended, and `" + point + "` was never delivered");
            return Exit.OTHER;
        }
        return Exit.EXPECTED;
    }

    private Plan plan(Recording recording) {
        Plan plan = new Plan(recording, blueprint == null ? null : judgeable(Blueprint.read(blueprint)));
        code.forEach(c -> plan.code(CodeOption.code(c)));
        components.forEach(plan::component);
        environment.forEach(plan::variable);
        runtimes.forEach(plan::runtime);
        coldStarts.forEach(plan::coldStart);
        memories.forEach(plan::memory);
        variants.forEach(v -> plan.variant(CodeOption.variant(v)));
        Exchanges known = new Exchanges(recording);
        exchanges.forEach(pair -> plan.exchange(known.of(pair)));
        plan.seed(seed, randomOrder);
        if (synthesise) {
            plan.synthesise();
        }
        return plan;
    }

    /** What must hold is compiled before anything runs: what is not CEL is said at once. */
    private static Blueprint judgeable(Blueprint given) {
        CelJudge judge = new CelJudge();
        for (Blueprint.Declared declared : given.invariants()) {
            try {
                judge.compiled(declared.invariant());
            } catch (IllegalArgumentException wrong) {
                throw CommandFailure.usage(String.valueOf(wrong.getMessage()),
                        "docs/how-to/write-invariants.md says what an expression may say");
            }
        }
        return given;
    }

    private static Outcome outcome(String spelled) {
        return Arrays.stream(Outcome.values()).filter(o -> o.spelled().equals(spelled)).findFirst()
                .orElseThrow(() -> CommandFailure.usage("`--expect " + spelled + "` is no outcome",
                        "outcomes are " + Arrays.stream(Outcome.values()).map(Outcome::spelled).collect(Collectors.joining(", "))));
    }

    private static Fence.Tier tier(String spelled) {
        return Arrays.stream(Fence.Tier.values()).filter(tier -> tier.spelled().equals(spelled)).findFirst()
                .orElseThrow(() -> CommandFailure.usage("`--fence " + spelled + "` is no tier",
                        "tiers are " + Arrays.stream(Fence.Tier.values()).map(Fence.Tier::spelled).collect(Collectors.joining(", "))));
    }

    /** Whether anything but what was made up makes the replay differ from what was recorded, by what was typed. */
    private boolean changed() {
        return !variants.isEmpty() || !exchanges.isEmpty() || randomOrder || !coldStarts.isEmpty() || !memories.isEmpty();
    }

    private Exit exit(Report report, Recording recording, @Nullable Outcome expected) {
        boolean asRecorded = report.strict() || (report.synthetic() && !changed());
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
        String file = Shell.word(argument.file());
        String again = "tapedeck replay " + file + (blueprint == null ? "" : " --blueprint " + Shell.word(blueprint))
                + code.stream().map(c -> " --code " + Shell.word(c)).collect(Collectors.joining())
                + environment.stream().map(e -> " --env " + Shell.word(e)).collect(Collectors.joining())
                + runtimes.stream().map(r -> " --runtime " + Shell.word(r)).collect(Collectors.joining())
                + coldStarts.stream().map(c -> " --cold-start " + Shell.word(c)).collect(Collectors.joining())
                + memories.stream().map(m -> " --memory " + Shell.word(m)).collect(Collectors.joining())
                + (synthesise ? " --synthesise" : "") + (seed == 0 ? "" : " --seed " + seed);
        return switch (report.outcome()) {
            case REPRODUCED, OTHER_FAILURE ->
                again + Unordered.firstPair(recording).map(p -> " --exchange " + p).orElse(" --random-order --seed 1");
            case ECHOED -> again + " --code " + suspect(recording) + "=DIR#file.handler";
            case INCONCLUSIVE, DIVERGED, NOT_REPRODUCED -> unset.isEmpty()
                    ? shaped(report, recording) ? again + " --synthesise" : "tapedeck inspect " + file
                    : again + " " + UnsetVariables.options(unset, recording);
            case PASSES, CLEAN -> again + " --random-order --seed " + (seed + 1);
        };
    }

    /** Whether an event is missing that can be made up. */
    private boolean shaped(Report report, Recording recording) {
        return !synthesise && report.problem() instanceof Problem.Missing(long at, Gap gap) && gap.kind() == Gap.Kind.MISSING_PAYLOAD
                && recording.shapes().stream().anyMatch(shape -> shape.function().equals(gap.component()));
    }

    /** The function that an invariant blames, else the first that ran. */
    private static String suspect(Recording recording) {
        return Stream.concat(recording.invariants().stream().map(Invariant::component),
                recording.invocations().stream().map(Invocation::function)).findFirst().orElse("FUNCTION");
    }
}
