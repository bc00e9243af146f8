package dev.tapedeck.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The example's recording and the true end states that it is judged by. Read once: it does not change. */
final class Example {

    static final Path HOME = Path.of(System.getProperty("tapedeck.root", "..")).resolve("examples/invoice-close");
    static final TelemetryIndex INDEX = Capture.read(Source.of(List.of(HOME.resolve("recording"))), ReadOptions.DEFAULT, Progress.NONE);

    private Example() {}

    /** A workflow as it truly went. */
    record Workflow(String correlationId, String tenant, List<String> failures) {}

    static List<Workflow> truth() {
        List<Workflow> all = new ArrayList<>();
        JsonNode file = dev.tapedeck.recording.Json.MAPPER.readTree(HOME.resolve("recording.truth.json").toFile());
        for (JsonNode invoice : file.path("invoices")) {
            List<String> failures = new ArrayList<>();
            invoice.path("failures").forEach(f -> failures.add(f.asString("")));
            all.add(new Workflow(invoice.path("correlationId").asString(""), invoice.path("tenantId").asString(""), failures));
        }
        return all;
    }

    static Workflow failing(String failure) {
        return truth().stream().filter(w -> w.failures().equals(List.of(failure))).findFirst()
                .or(() -> truth().stream().filter(w -> w.failures().contains(failure)).findFirst()).orElseThrow();
    }

    static Workflow healthy() {
        return truth().stream().filter(w -> w.failures().isEmpty()).findFirst().orElseThrow();
    }
}
