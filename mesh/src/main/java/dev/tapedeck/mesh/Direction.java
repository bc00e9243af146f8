package dev.tapedeck.mesh;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Wire;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the mesh asks of whoever directs the run: identity, time, and who answers. The mesh knows how systems behave and nothing of what was
 * recorded; a replay's direction knows the recording. {@code Direction} without a recording is one that names calls by {@link dev.tapedeck.recording.Naming} and takes latencies from the profiles.
 *
 * <p>
 * Methods are called from the kernel's thread in the order of the run, and must depend on nothing but their arguments and earlier calls.
 */
public interface Direction {

    /**
     * A guest emitted a call.
     *
     * @param nowNanos virtual time of the segment that emitted it
     * @param ordinal position among the invocation's calls, from 1
     * @param component the component that the call resolves to, null where the system has none such
     * @param loading whether init code makes it, on behalf of the invocation that the instance is started for
     */
    record Emission(Name invocation, String function, int ordinal, @Nullable String component, Wire.TypedCall call, long nowNanos,
            boolean readClock, boolean drewEntropy, boolean loading) {}

    /**
     * How a call is to go.
     *
     * @param name shared by the attempts of one SDK call
     * @param attempt from 1
     * @param chargeNanos compute between waking and this emission
     * @param effectNanos from emission until the target acts on it
     * @param answerNanos from emission until the answer is with the caller, {@link #WITHHELD} if it is never to arrive
     */
    record Placement(Name name, int attempt, Serving serving, long chargeNanos, long effectNanos, long answerNanos) {
        public static final long WITHHELD = Long.MAX_VALUE;
    }

    /** Who answers a call. */
    sealed interface Serving {}

    /** The component's model, or its own program. */
    record ByComponent() implements Serving {}

    /** This answer, from the recording, bindings already applied. */
    record FromRecording(Call.Answer answer) implements Serving {}

    /** The connection fails with this code ({@code ECONNREFUSED}, …): a perturbation, or a recorded failure. */
    record Breaks(String code) implements Serving {}

    /** Nobody may answer: the run ends here, and {@code reason} becomes part of the outcome. */
    record Stop(String reason) implements Serving {}

    Placement place(Emission emission);

    /** A result is there: compute between waking and it, in nanoseconds. */
    long resultChargeNanos(Name invocation, long nowNanos);

    /**
     * How long the init phase of an instance lasts. Its code runs for real; where its own calls and timers take longer than this, it lasts as long
     * as they do.
     *
     * @param invocation on whose behalf the instance is started
     */
    long initNanos(Name invocation, String function, int ordinal);

    /**
     * From the message's acceptance by its channel (for a redelivery: from becoming visible again) to its delivery.
     *
     * @param delivery the name it will bear
     */
    long deliveryNanos(Name delivery, Message message, String subscription, int receiveCount);

    /**
     * The deliveries that were handed over in one invocation together with this one, itself among them: the mesh waits for them all. Empty
     * where nothing is known of it; then batches form as the subscription says.
     */
    default List<Name> together(Name delivery) {
        return List.of();
    }

    /** The event that an invocation starting now is handed. {@code built} is the mesh's own, in the provider's shape. */
    JsonNode event(Name invocation, String function, List<Name> deliveries, JsonNode built, long nowNanos);

    /** The handler is given its event: at once, or after an init phase that is a part of the invocation. */
    default void handles(Name invocation, long nowNanos) {}

    /** An id that the provider mints for {@code subject} ({@code role}: {@code message-id}, {@code request-id}, {@code event-id}, …). */
    String mint(Name subject, String role);

    /**
     * The instances of a function, by ordinal and in order, as they are while the question is answered: there may be many, and they are not copied.
     *
     * @param warm those that could serve now
     * @param ended those whose process has ended and whose execution environment has not: one serves after another init phase, which is a part of
     *        the invocation
     * @param busy those that run something
     * @param next the ordinal that a new one would have
     */
    record Pool(SortedSet<Integer> warm, SortedSet<Integer> ended, SortedSet<Integer> busy, int next) {
        public Pool {
            warm = Collections.unmodifiableSortedSet(warm);
            ended = Collections.unmodifiableSortedSet(ended);
            busy = Collections.unmodifiableSortedSet(busy);
        }

        /** The first that is there: a warm one before one whose process has ended; none if there is neither. */
        public List<Integer> first() {
            return Stream.concat(warm.stream(), ended.stream()).limit(1).toList();
        }
    }

    /**
     * Who may serve an invocation: none for a cold start in a new execution environment; one, which is waited for where it is busy; or several warm
     * ones, the likeliest first, among which the scheduler chooses.
     */
    List<Integer> instances(Name invocation, String function, Pool pool);

    /** Whether it says of every invocation which instance serves, so that none is taken away for having been idle. */
    default boolean keepsInstances() {
        return false;
    }

    /** Names of messages whose acceptance must wait until another was accepted (a perturbation): null for none. */
    @Nullable
    Name heldBehind(Message message);

    /**
     * Whether a message that failed is left where it is instead of being delivered for the {@code receiveCount}-th time. Asked only of queues
     * without a dead-letter queue, which would go on for ever.
     */
    default boolean givesUp(Message message, String subscription, int receiveCount, long nowNanos) {
        return false;
    }

    /**
     * A guest was given an error in the place of something that no run can give it. It goes on, and what it does from here on is not what it would
     * have done.
     *
     * @param what it asked for
     */
    default void refused(Name invocation, String component, String what, long nowNanos) {}

    /** A guest did not come to rest within its budget of real time; the run stops here. */
    default void overran(Name invocation, String component, String reason, long nowNanos) {}

    /** An invocation ended; a chance to compare its result. */
    void ended(Name invocation, String function, dev.tapedeck.recording.Invocation.Result result, long nowNanos);

    /**
     * A call acts on tables.
     *
     * @param call the name that its attempts share
     * @param nowNanos virtual time of the effect
     */
    record Acting(Emission emission, Name call, int attempt, long nowNanos) {}

    /**
     * A call is about to act on tables; a chance to let happen first what nobody within the system does.
     *
     * @param now the tables as they are, by name
     * @return what it acts on: {@code now}, or what they held earlier, for a read that need not show the latest
     */
    default SortedMap<String, Store> tables(Acting acting, SortedMap<String, Store> now) {
        return now;
    }

    /** What a table answers; a chance to put what it found into another order. */
    default JsonNode shown(Acting acting, JsonNode answer) {
        return answer;
    }

    /** What a call would be answered depends on what nobody knows; the run stops here. */
    default void notKnown(Acting acting, NotKnown what) {}

    /** An answer is about to be handed to its caller, whoever gave it; a chance to compare and bind. */
    default void answered(Name call, int attempt, Call.Answer answer, long nowNanos) {}
}
