package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;

/** Handlers that several tests use. */
final class Codes {

    private Codes() {}

    /** Returns at once. */
    static FakeGuest.Code returning(String json) {
        return (io, invoke) -> io.returns(json);
    }

    /** Makes one call and returns when it is answered, whatever the answer. */
    static FakeGuest.Code calling(Wire.TypedCall call) {
        return (io, invoke) -> io.call(call, answer -> io.returns("null"));
    }

    /** Reads a number and writes it back one higher: the lost update in its smallest form. */
    static FakeGuest.Code incrementing(String key) {
        return (io, invoke) -> io.call(Scene.get(key),
                answer -> io.call(Scene.put(key, Scene.value(answer) + 1), written -> io.returns("null")));
    }

    /** Notes the event of every invocation and returns. */
    static final class Noting implements FakeGuest.Code {
        final List<String> events = new ArrayList<>();

        /** The bodies of the queue's messages among them. */
        List<String> bodies() {
            List<String> bodies = new ArrayList<>();
            events.forEach(event -> Json.parse(event).path("Records").forEach(r -> bodies.add(r.path("body").asString())));
            return bodies;
        }

        @Override
        public void handle(FakeGuest.Io io, Guest.Invoke invoke) {
            events.add(invoke.event());
            io.returns("null");
        }
    }

    /** Fails the first {@code failures} times it runs, across instances. */
    static final class Failing implements FakeGuest.Code {
        private final int failures;
        int runs;

        Failing(int failures) {
            this.failures = failures;
        }

        @Override
        public void handle(FakeGuest.Io io, Guest.Invoke invoke) {
            if (++runs <= failures) {
                io.raises("Error", "failure " + runs);
            } else {
                io.returns("null");
            }
        }
    }
}
