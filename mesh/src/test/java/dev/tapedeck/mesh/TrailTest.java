package dev.tapedeck.mesh;

import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Telemetry.Span;
import dev.tapedeck.recording.Telemetry.SpanKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The context that the mesh carries through the system in the guests' place. */
class TrailTest {

    private final List<String> headers = new ArrayList<>();

    private Run hops() {
        return new Scene().function("f", (io, invoke) -> {
            headers.add(invoke.traceHeader());
            io.log("hello");
            io.call(Scene.event("bus", "T", "{}"), answer -> io.returns("null"));
        }).function("g", (io, invoke) -> {
            headers.add(invoke.traceHeader());
            io.returns("null");
        }).route("r").bus("bus").queue("q", p -> p).subscribe("r", "f").subscribe("bus", "q").subscribe("q", "g")
                .root("r", "x", 0, "GET /", "").run();
    }

    @Test
    void trace_overBusAndQueue_isOneTraceWithTheCallAsParent() {
        Run run = hops();
        Name root = Scene.rootName("r", "x");
        Span first = span(run, SpanKind.SERVER, "f");
        Span call = span(run, SpanKind.CLIENT, "bus PutEvents");
        Span second = span(run, SpanKind.SERVER, "g");

        assertThat(run.recording().spans()).hasSize(3).allSatisfy(span -> assertThat(span.traceId()).isEqualTo(root.toString()));
        assertThat(first.parentSpanId()).isEmpty();
        assertThat(call.parentSpanId()).isEqualTo(first.spanId());
        assertThat(second.parentSpanId()).isEqualTo(call.spanId());
    }

    @Test
    void trace_header_namesTheInvocationsOwnSpan() {
        Run run = hops();
        String id = Scene.rootName("r", "x").toString();

        assertThat(headers).containsExactly(header(id, span(run, SpanKind.SERVER, "f")), header(id, span(run, SpanKind.SERVER, "g")));
    }

    private static String header(String trace, Span span) {
        return "Root=1-" + trace.substring(0, 8) + "-" + trace.substring(8) + ";Parent=" + span.spanId() + ";Sampled=1";
    }

    @Test
    void resource_isOnEverySpanAndLogLine() {
        Run run = hops();

        assertThat(run.recording().spans())
                .allSatisfy(span -> assertThat(span.resource().path("deployment.environment").asString()).isEqualTo("debug"));
        assertThat(run.recording().logs()).hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line.attributes()).containsEntry("deployment.environment", "debug"));
    }

    private static Span span(Run run, SpanKind kind, String name) {
        return run.recording().spans().stream().filter(span -> span.kind() == kind && span.name().equals(name)).findFirst().orElseThrow();
    }
}
