package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The smallest recording: one message from outside, by one queue, to one invocation of `work`, with the calls that it made. */
final class OneJob {

    static final Moment START = new Moment(1_763_650_000_000_000_000L);
    static final long MILLI = 1_000_000;

    private final String channel;
    private final Name message;
    private final Name delivery;
    private final Name invocation;
    private final List<Call> calls = new ArrayList<>();
    private long tookMillis = 1;
    private Invocation.Result result = new Invocation.Returned(Payload.whole(Json.parse("null")));
    private Environment environment = Environment.UNKNOWN;

    private OneJob(String channel) {
        this.channel = channel;
        this.message = Naming.root(channel, "m-1");
        this.delivery = Naming.delivery(message, "work", 1);
        this.invocation = Naming.invocation("work", List.of(delivery));
    }

    static OneJob from(String channel) {
        return new OneJob(channel);
    }

    OneJob took(long millis) {
        tookMillis = millis;
        return this;
    }

    OneJob returned(String json) {
        return ended(new Invocation.Returned(Payload.whole(Json.parse(json))));
    }

    OneJob ended(Invocation.Result how) {
        result = how;
        return this;
    }

    OneJob memory(int megabytes) {
        environment = new Environment("us-east-1",
                List.of(new Environment.FunctionEnvironment("work", null, "", megabytes, 0, new TreeMap<>())));
        return this;
    }

    /** A call of the dependency `ledger`, answered with {@code status} and {@code body}; times are milliseconds since the start. */
    OneJob call(Wire.TypedCall sent, int fromMillis, int toMillis, int status, String body) {
        int ordinal = calls.size() + 1;
        calls.add(new Call(Naming.call(invocation, "ledger", sent.operation(), ordinal - 1), 1, invocation, ordinal, "ledger",
                sent.service(), sent.operation(), Payload.whole(sent.input()),
                new Call.Answered(status, Json.object(), Payload.whole(Json.parse(body))), at(fromMillis), at(toMillis),
                new Call.Effect(Call.Evidence.ANSWERED, null)));
        return this;
    }

    private static Moment at(long millis) {
        return START.plusNanos(millis * MILLI);
    }

    Recording recording() {
        List<Component> components = new ArrayList<>(
                List.of(Component.of(channel, Component.Kind.QUEUE), Component.of("work", Component.Kind.FUNCTION)));
        if (!calls.isEmpty()) {
            components.add(Component.of("ledger", Component.Kind.DEPENDENCY));
        }
        Message sent = new Message(message, channel, new Message.External("m-1"), "m-1", "", Payload.whole(Json.parse("{\"n\":1}")),
                new TreeMap<>(), START);
        Invocation ran = new Invocation(invocation, "work", "r-1", 1, List.of(delivery), "i", true, 0, START, at(tookMillis),
                Payload.whole(Json.parse("{}")), result, calls.size(), Rung.VALUES);
        return new Recording(new TreeMap<>(), START, at(tookMillis), components, List.of(sent),
                List.of(new Delivery(delivery, message, "work", 1, START, invocation, false)), List.of(ran), calls, List.of(), List.of(),
                List.of(), InitialState.EMPTY, environment, List.of(), List.of());
    }
}
