package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.CelJudge;
import dev.tapedeck.sandbox.Fence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What decides of a replay beside its cartridge: from what was typed to a {@link Plan}, and back to what is typed for the same once more. */
final class ScenarioArguments {

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

    Plan plan(Recording recording) {
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

    Fence.Tier tier() {
        return Arrays.stream(Fence.Tier.values()).filter(tier -> tier.spelled().equals(fence)).findFirst()
                .orElseThrow(() -> CommandFailure.usage("`--fence " + fence + "` is no tier",
                        "tiers are " + Arrays.stream(Fence.Tier.values()).map(Fence.Tier::spelled).collect(Collectors.joining(", "))));
    }

    boolean synthesise() {
        return synthesise;
    }

    /** Whether anything but what was made up makes the replay differ from what was recorded, by what was typed. */
    boolean changed() {
        return !variants.isEmpty() || !exchanges.isEmpty() || randomOrder || !coldStarts.isEmpty() || !memories.isEmpty();
    }

    /** Whether a pair of labels is exchanged already, whichever comes first. */
    boolean exchanges(String pair) {
        Set<String> both = Set.of(pair.split(","));
        return exchanges.stream().anyMatch(asked -> both.equals(Set.of(asked.split(","))));
    }

    /** All of it, as it was typed. */
    String typed() {
        return inOrder(components, randomOrder, seed);
    }

    /** All of it, in an order that has not been tried yet. */
    String inAnotherOrder() {
        return inOrder(components, true, randomOrder ? seed + 1 : Math.max(seed, 1));
    }

    /** All of it, and the real code of a function. */
    String with(String function) {
        List<String> others = components.stream().filter(component -> !component.startsWith(function + "=")).toList();
        return inOrder(others, randomOrder, seed) + " --code " + Shell.word(function) + "=DIR#file.handler";
    }

    private String inOrder(List<String> parts, boolean random, long drawnFrom) {
        return (blueprint == null ? "" : " --blueprint " + Shell.word(blueprint)) + each("--code", code) + each("--env", environment)
                + each("--runtime", runtimes) + each("--component", parts) + each("--variant", variants) + each("--exchange", exchanges)
                + each("--cold-start", coldStarts) + each("--memory", memories) + (synthesise ? " --synthesise" : "")
                + (random ? " --random-order" : "") + (drawnFrom == 0 ? "" : " --seed " + drawnFrom);
    }

    private static String each(String option, List<String> values) {
        return values.stream().map(value -> " " + option + " " + Shell.word(value)).collect(Collectors.joining());
    }
}
