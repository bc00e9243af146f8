package dev.tapedeck.recording;

import dev.tapedeck.recording.Signature.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what is wrong with a recording (DESIGN section 8): unhandled failures, effects applied twice, messages lost, and violated invariants,
 * charged to components. It looks at effects only (calls, messages, results), so that nothing that was fed into a replay can count as found by it.
 */
public final class Signatures {

    /** What the built-in invariant is called where it cannot be judged. */
    public static final String NOTHING_LOST = "nothing accepted is lost";

    private Signatures() {}

    /**
     * @param signature of what could be judged
     * @param unjudged names of invariants that the recording does not show enough of
     */
    public record Judged(Signature signature, List<String> unjudged) {
        public Judged {
            unjudged = List.copyOf(unjudged);
        }

        /** The part of the signature that is charged to {@code components}. */
        public Signature restrictedTo(Collection<String> components) {
            TreeSet<Entry> kept = new TreeSet<>(signature.entries());
            kept.removeIf(entry -> !components.contains(entry.component()));
            return new Signature(kept);
        }
    }

    public static Judged of(Recording recording, Collection<Invariant> invariants, InvariantJudge judge) {
        SortedSet<Entry> entries = new TreeSet<>();
        unhandled(recording, entries);
        duplicateEffects(recording, entries);
        List<String> unjudged = new ArrayList<>();
        LostMessages.Found messages = LostMessages.in(recording);
        entries.addAll(messages.lost());
        if (messages.undecided()) {
            unjudged.add(NOTHING_LOST);
        }
        for (Invariant invariant : invariants) {
            switch (judge.judge(invariant, recording)) {
                case HOLDS -> {
                }
                case VIOLATED -> entries.add(new Entry("invariant", invariant.component(), invariant.operation(), invariant.name()));
                case UNKNOWN -> unjudged.add(invariant.name());
            }
        }
        return new Judged(new Signature(entries), unjudged);
    }

    /**
     * A failed invocation is handled if one of its messages was later handled by a run that did not fail, or if the one that waited for its result
     * did not fail.
     */
    private static void unhandled(Recording recording, SortedSet<Entry> entries) {
        SortedMap<Name, Delivery> deliveries = new TreeMap<>();
        recording.deliveries().forEach(d -> deliveries.put(d.name(), d));
        SortedMap<Name, Invocation> invocations = new TreeMap<>();
        recording.invocations().forEach(i -> invocations.put(i.name(), i));
        SortedMap<Name, Name> callers = callers(recording);
        for (Invocation failed : recording.invocations()) {
            if (failed.result().failed() && !handledLater(failed, deliveries, invocations)
                    && !handledByCaller(failed, deliveries, callers, invocations)) {
                entries.add(new Entry("unhandled", failed.function(), "", errorType(failed.result())));
            }
        }
    }

    private static boolean handledLater(Invocation failed, SortedMap<Name, Delivery> deliveries, SortedMap<Name, Invocation> invocations) {
        return failed.deliveries().stream().map(deliveries::get).filter(d -> d != null).allMatch(d -> deliveries.values().stream()
                .filter(other -> other.message().equals(d.message()) && other.subscription().equals(d.subscription())
                        && other.receiveCount() > d.receiveCount())
                .map(other -> invocations.get(other.invocation()))
                .anyMatch(later -> later != null && !later.result().failed())) && !failed.deliveries().isEmpty();
    }

    /** For each message with which a function was invoked by one that waited for its result, the invocation of the latter. */
    private static SortedMap<Name, Name> callers(Recording recording) {
        SortedMap<Name, Name> invocations = new TreeMap<>();
        recording.calls().stream().filter(call -> call.service().equals("lambda")
                && call.input().value().path("InvocationType").asString("").equals("RequestResponse"))
                .forEach(call -> invocations.put(Naming.message(call.name(), call.attempt(), 0), call.invocation()));
        return invocations;
    }

    private static boolean handledByCaller(Invocation failed, SortedMap<Name, Delivery> deliveries, SortedMap<Name, Name> callers,
            SortedMap<Name, Invocation> invocations) {
        return failed.deliveries().stream().map(deliveries::get).filter(d -> d != null).map(d -> callers.get(d.message()))
                .filter(name -> name != null).map(invocations::get).anyMatch(caller -> caller != null && !caller.result().failed());
    }

    private static String errorType(Invocation.Result result) {
        return switch (result) {
            case Invocation.Raised raised -> raised.errorType();
            case Invocation.TimedOut timedOut -> "TimedOut";
            case Invocation.Returned returned -> "";
            case Invocation.Unknown unknown -> "";
        };
    }

    /**
     * An effect is applied twice when a request whose answer the caller never saw, but which took effect, is followed by an equal one that takes
     * effect as well: by the same invocation, or by another run on the same message. Two equal requests that were both answered are intended.
     * Equal idempotency keys leave it to the receiver, which is then seen by its own effects.
     */
    private static void duplicateEffects(Recording recording, SortedSet<Entry> entries) {
        SortedMap<String, List<Call>> groups = new TreeMap<>();
        SortedMap<Name, String> lineage = lineage(recording);
        for (Call call : recording.calls()) {
            if (EffectKey.repeatable(call) && happened(call)) {
                String by = lineage.getOrDefault(call.invocation(), call.invocation().toString());
                groups.computeIfAbsent(by + '\n' + EffectKey.of(call), k -> new ArrayList<>()).add(call);
            }
        }
        for (List<Call> group : groups.values()) {
            boolean retried = group.size() > 1 && group.stream().limit(group.size() - 1L)
                    .anyMatch(c -> c.answer() instanceof Call.Failed || rerun(c, group, recording));
            if (retried && !honoured(group)) {
                Call call = group.getFirst();
                SortedMap<Name, Invocation> by = new TreeMap<>();
                recording.invocations().forEach(i -> by.put(i.name(), i));
                Invocation invocation = by.get(call.invocation());
                entries.add(
                        new Entry("duplicate-effect", invocation == null ? "" : invocation.function(), call.operation(), call.target()));
            }
        }
    }

    /** Whether all carry one and the same idempotency key, so that the receiver is asked to do it once. */
    private static boolean honoured(List<Call> group) {
        String key = EffectKey.idempotencyKey(group.getFirst());
        return !key.isEmpty() && group.stream().allMatch(c -> EffectKey.idempotencyKey(c).equals(key));
    }

    /** Whether {@code call} was made again by another invocation on the same messages, as after a failed or timed-out run. */
    private static boolean rerun(Call call, List<Call> group, Recording recording) {
        return group.stream().anyMatch(other -> !other.invocation().equals(call.invocation())
                && recording.invocation(call.invocation()).map(i -> i.result().failed()).orElse(false));
    }

    private static boolean happened(Call call) {
        return switch (call.effect().evidence()) {
            case ANSWERED -> call.answer() instanceof Call.Answered answered && answered.status() < 400;
            case SERVER -> true;
            case NONE, UNKNOWN -> false;
        };
    }

    /** For each invocation the messages that it was given, as a string: runs on the same messages share it. */
    private static SortedMap<Name, String> lineage(Recording recording) {
        SortedMap<Name, String> messages = new TreeMap<>();
        recording.deliveries().forEach(d -> messages.merge(d.invocation(), d.message().toString() + d.subscription(), (a, b) -> a + b));
        return messages;
    }
}
