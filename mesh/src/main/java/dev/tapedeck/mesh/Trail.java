package dev.tapedeck.mesh;

import dev.tapedeck.recording.Name;

/**
 * Where in which trace something happens. The mesh carries the context itself, since instrumentation inside guests is switched off; ids derive
 * from causal names.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits, "" before the first span
 */
record Trail(String traceId, String spanId) {

    /** The start of the trace of something that came from outside. */
    static Trail of(Name root) {
        return new Trail(root.toString(), "");
    }

    /** On the same trace, in the span of {@code subject}. */
    Trail at(Name subject) {
        return new Trail(traceId, spanId(subject));
    }

    static String spanId(Name subject) {
        return subject.toString().substring(16);
    }

    /** As X-Ray spells it: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader. */
    String header() {
        return "Root=1-" + traceId.substring(0, 8) + "-" + traceId.substring(8) + (spanId.isEmpty() ? "" : ";Parent=" + spanId)
                + ";Sampled=1";
    }
}
