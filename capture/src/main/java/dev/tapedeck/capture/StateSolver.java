package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.InitialState.Existence;
import dev.tapedeck.recording.InitialState.Provenance;
import dev.tapedeck.recording.MintedValues;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what the tables held when the window opened, item by item ({@link ItemHistory}), and what that shows of calls: which took effect first, and
 * which happened although nobody heard.
 */
final class StateSolver implements ItemHistory.Findings {

    private final List<InitialState.Item> items = new ArrayList<>();
    private final List<InitialState.ForeignWrite> foreignWrites = new ArrayList<>();
    private final List<InitialState.StaleRead> staleReads = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<Name, Map<Integer, Call.Effect>> effects = new TreeMap<>();

    /** The solution: what is known of the beginning, and the calls with what was learnt of their effects. */
    record Solved(InitialState state, List<Call> calls, List<Gap> gaps) {}

    private StateSolver() {}

    static Solved solve(List<Call> calls, MintedValues minted) {
        StateSolver solver = new StateSolver();
        ItemAccesses.of(calls).forEach((place, accesses) -> {
            InitialState.Item item = ItemHistory.solve(place, accesses, solver);
            boolean fresh = item.existence() == Existence.UNKNOWN && minted.in(place.key());
            solver.items.add(fresh
                    ? new InitialState.Item(item.table(), item.key(), Existence.ABSENT, Provenance.IMPLIED_BY_KEY,
                            new TreeMap<>())
                    : item);
        });
        IdentityHashMap<InitialState.Item, String> keys = new IdentityHashMap<>();
        solver.items.forEach(item -> keys.put(item, item.key().toString()));
        solver.items.sort(Comparator.comparing(InitialState.Item::table).thenComparing(item -> keys.getOrDefault(item, "")));
        List<Call> adjusted = calls.stream().map(solver::adjusted).toList();
        return new Solved(new InitialState(solver.items, solver.foreignWrites, solver.staleReads), adjusted, solver.gaps);
    }

    private Call adjusted(Call call) {
        Call.Effect effect = effects.getOrDefault(call.name(), Map.of()).get(call.attempt());
        return effect == null
                ? call
                : new Call(call.name(), call.attempt(), call.invocation(), call.ordinal(), call.target(), call.service(),
                        call.operation(), call.input(), call.answer(), call.start(), call.end(), effect);
    }

    @Override
    public void tookEffect(Call call, Moment at) {
        effect(call, new Call.Effect(call.effect().evidence(), at));
    }

    @Override
    public void happened(Call call, Moment at) {
        effect(call, new Call.Effect(Call.Evidence.SERVER, at));
    }

    private void effect(Call call, Call.Effect effect) {
        effects.computeIfAbsent(call.name(), k -> new TreeMap<>()).put(call.attempt(), effect);
    }

    @Override
    public void stale(Call call, Moment asOf) {
        staleReads.add(new InitialState.StaleRead(call.name(), call.attempt(), asOf));
    }

    @Override
    public void foreign(InitialState.ForeignWrite write, Call seenBy) {
        foreignWrites.add(write);
        gaps.add(new Gap(Gap.Kind.FOREIGN_WRITE, seenBy.name(), write.table(),
                "an item of " + write.table() + " held a value that nobody in scope wrote",
                "extract with a wider scope; a replay writes it where it was first seen"));
    }

    @Override
    public void needed(String attribute, Call by) {
        gaps.add(new Gap(Gap.Kind.UNKNOWN_INITIAL_VALUE, by.name(), by.target(),
                "`" + attribute + "` was computed from a value that nobody saw",
                "let the call return its new values, or supply the value"));
    }
}
