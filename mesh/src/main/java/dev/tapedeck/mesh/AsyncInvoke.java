package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Asynchronous invokes of one function: attempt after attempt on one message until one succeeds or there are none left. Lambda waits a minute
 * before the second attempt and two before the third, and keeps the request id
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
 */
final class AsyncInvoke {

    private static final long BACKOFF_NANOS = 60_000_000_000L;

    private final World world;
    private final Channels channels;
    private final Function function;

    AsyncInvoke(World world, Channels channels, Function function) {
        this.world = world;
        this.channels = channels;
        this.function = function;
    }

    /**
     * How long the function's own queue waits after a failed attempt before the next.
     *
     * @param failedAttempt from 1
     */
    static long backoffNanos(int failedAttempt) {
        return BACKOFF_NANOS * failedAttempt;
    }

    /** @param subscription the function's name, told apart where several subscriptions hand it the same message */
    void deliver(Parcel parcel, String subscription, JsonNode event) {
        schedule(new Attempt(parcel, subscription, event, 1, 1 + function.spec().asyncRetries()), 0);
    }

    /** Delivers what is not tried again: nobody knows that its sender left it to Lambda. */
    void deliverOnce(Parcel parcel, String subscription, JsonNode event) {
        schedule(new Attempt(parcel, subscription, event, 1, 1), 0);
    }

    private record Attempt(Parcel parcel, String subscription, JsonNode event, int number, int most) {
        Name delivery() {
            return Naming.delivery(parcel.name(), subscription, number);
        }

        Attempt next() {
            return new Attempt(parcel, subscription, event, number + 1, most);
        }
    }

    private void schedule(Attempt attempt, long backoffNanos) {
        long latency = world.direction.deliveryNanos(attempt.delivery(), attempt.parcel().message(), attempt.subscription(),
                attempt.number());
        world.after(backoffNanos + latency, () -> "deliver " + attempt.delivery().brief() + " to " + function.name(),
                () -> function.beginWhenFree(() -> begin(attempt)));
    }

    private void begin(Attempt attempt) {
        Name invocation = invocation(attempt);
        Name first = Naming.invocation(function.name(),
                List.of(Naming.delivery(attempt.parcel().name(), attempt.subscription(), 1)));
        world.ledger.delivery(attempt.delivery(), attempt.parcel().name(), function.name(), attempt.number(), world.moment(), invocation);
        channels.handedOn(attempt.parcel().name());
        function.begin(new Work(invocation, List.of(attempt.delivery()), attempt.number(), attempt.event(), first,
                InvokeCarrier.said(attempt.parcel()), attempt.parcel().trail(), result -> settle(attempt, result)));
    }

    private Name invocation(Attempt attempt) {
        return Naming.invocation(function.name(), List.of(attempt.delivery()));
    }

    private void settle(Attempt attempt, Invocation.Result result) {
        if (result.failed() && attempt.number() < attempt.most()) {
            schedule(attempt.next(), backoffNanos(attempt.number()));
        }
    }
}
