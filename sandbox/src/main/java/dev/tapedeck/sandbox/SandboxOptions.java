package dev.tapedeck.sandbox;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How guests are run.
 *
 * @param programs by component
 * @param segmentBudget real time that a guest may run without coming to rest
 * @param disabledHooks names of hooks left out, for control tests only: with any of them a replay is not deterministic
 * @param constants what identifies the machine and is to be changed, for control tests only: {@code hostname}, {@code pid}, …
 */
public record SandboxOptions(StateDirectory state, SortedMap<String, Program> programs, Duration segmentBudget,
        List<String> disabledHooks,
        SortedMap<String, String> constants) {

    static final Duration USUAL_BUDGET = Duration.ofSeconds(60);

    public SandboxOptions {
        programs = Collections.unmodifiableSortedMap(new TreeMap<>(programs));
        disabledHooks = List.copyOf(disabledHooks);
        constants = Collections.unmodifiableSortedMap(new TreeMap<>(constants));
    }

    public static SandboxOptions of(StateDirectory state, List<Program> programs) {
        SortedMap<String, Program> byComponent = new TreeMap<>();
        programs.forEach(program -> byComponent.put(program.component(), program));
        return new SandboxOptions(state, byComponent, USUAL_BUDGET, List.of(), new TreeMap<>());
    }

    public SandboxOptions withSegmentBudget(Duration budget) {
        return new SandboxOptions(state, programs, budget, disabledHooks, constants);
    }

    public SandboxOptions withoutHooks(List<String> disabled) {
        return new SandboxOptions(state, programs, segmentBudget, disabled, constants);
    }

    public SandboxOptions withConstants(SortedMap<String, String> changed) {
        return new SandboxOptions(state, programs, segmentBudget, disabledHooks, changed);
    }
}
