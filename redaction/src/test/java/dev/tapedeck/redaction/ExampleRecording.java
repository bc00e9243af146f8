package dev.tapedeck.redaction;

import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Progress;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.capture.TelemetryIndex;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The recording that ships with the example: what a real application with real payloads leaves behind. */
final class ExampleRecording {
    private static final Path EXAMPLE = Path.of("..", "examples", "invoice-close");

    private final TelemetryIndex index = Capture.read(Source.of(List.of(EXAMPLE.resolve("recording"))), ReadOptions.DEFAULT, Progress.NONE);

    /** Correlation ids of every workflow, as the file of true end states has them. */
    List<String> correlationIds() {
        return truth().path("invoices").valueStream().map(invoice -> invoice.path("correlationId").asString()).toList();
    }

    private static JsonNode truth() {
        try {
            return Json.parse(Files.readString(EXAMPLE.resolve("recording.truth.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Recording workflow(String correlationId) {
        return Extraction.extract(index, Scope.correlation(correlationId), Scope.Hints.NONE);
    }

    /** All that one tenant's workflows left, for every tenant in turn. */
    Recording tenant(String tenantId) {
        return Extraction.extract(index, Scope.tenant(tenantId), Scope.Hints.NONE);
    }

    List<String> tenants() {
        return truth().path("invoices").valueStream().map(invoice -> invoice.path("tenantId").asString()).distinct().sorted().toList();
    }

    /** All tenants' recordings as one. */
    Recording everything() {
        return tenants().stream().map(this::tenant).reduce(ExampleRecording::together).orElseThrow();
    }

    private static Recording together(Recording one, Recording other) {
        Moment from = one.from().compareTo(other.from()) < 0 ? one.from() : other.from();
        Moment to = one.to().compareTo(other.to()) > 0 ? one.to() : other.to();
        return new Recording(one.labels(), from, to, joined(one.components(), other.components()).stream().distinct().toList(),
                joined(one.messages(), other.messages()),
                joined(one.deliveries(), other.deliveries()), joined(one.invocations(), other.invocations()),
                joined(one.calls(), other.calls()),
                joined(one.links(), other.links()), joined(one.spans(), other.spans()), joined(one.logs(), other.logs()), one.state(),
                one.environment(),
                joined(one.gaps(), other.gaps()), one.invariants());
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    static Literals literals() {
        return Literals.of(List.of(EXAMPLE.resolve("app")), Optional.of(EXAMPLE.resolve("template.yaml")));
    }
}
