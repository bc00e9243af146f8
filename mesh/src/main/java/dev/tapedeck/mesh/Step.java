package dev.tapedeck.mesh;

import dev.tapedeck.recording.Wire;
import java.util.regex.Pattern;

/** What a guest yields. */
public sealed interface Step {

    /** A request went out. {@code id} is the guest's own, unique while the instance lives. */
    record Call(int id, Wire.TypedCall call) implements Step {}

    /** The guest gave up on a call before its answer came: it closed or aborted the connection. */
    record Abandon(int id) implements Step {}

    /** A write to standard output or error, as given. */
    record Log(boolean error, String text) implements Step {}

    /** Init is done, a handler is there. */
    record Ready() implements Step {}

    /** The handler returned; {@code json} is its result as JSON text, the text {@code null} where it returned nothing. */
    record Returned(String json) implements Step {}

    /** The handler, or the init code, threw. {@code stack} is a line a frame, outermost last. */
    record Raised(String errorType, String message, String stack) implements Step {}

    /** The instance is gone: exit, signal, a breach of protocol, a budget. {@code reason} is one sentence that names which. */
    record Died(String reason) implements Step {

        /** From its beginning on: what stands in brackets may be the guest's own words. */
        private static final Pattern OUT_OF_MEMORY = Pattern
                .compile("(RequestId: \\S+ )?(Error: )?Runtime exited with error: signal: killed \\(the guest ran out of memory");

        /** As Lambda's report has it: {@code Runtime.OutOfMemory} where memory was the reason (https://github.com/nasa-gcn/gcn.nasa.gov/pull/3628). */
        String errorType() {
            return OUT_OF_MEMORY.matcher(reason).lookingAt() ? "Runtime.OutOfMemory" : "Runtime.ExitError";
        }
    }

    /** A segment did not come to an end within its budget of real time, and the instance was ended. What it would have done nobody knows. */
    record Overran(String reason) implements Step {}

    /**
     * The guest did something that cannot be made deterministic, and says which; the report lists it.
     *
     * @param refused whether it was given an error instead: what it does from there on is not what it would have done
     */
    record Uncontrolled(String source, boolean refused) implements Step {
        public Uncontrolled(String source) {
            this(source, false);
        }

        public static Uncontrolled refused(String source) {
            return new Uncontrolled(source, true);
        }
    }
}
