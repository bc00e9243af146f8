package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The telemetry of one workflow of the example, to which a test adds fields wherever telemetry has some. */
final class PlantedTelemetry {

    /** A kind of field: {@code name} and {@code value} are put there, either of which may be what nobody must see again. */
    interface Place {
        void plant(String name, String value);
    }

    private static final String EVENT = "tapedeck.event";

    private final String correlation;
    private final List<ObjectNode> traces = new ArrayList<>();
    private final List<ObjectNode> logs = new ArrayList<>();
    private final List<ObjectNode> lines = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final ArrayNode exported = Json.MAPPER.createArrayNode();
    private final List<ObjectNode> spans = new ArrayList<>();
    private final List<ArrayNode> besideSpans = new ArrayList<>();
    private final List<ObjectNode> records = new ArrayList<>();
    private final List<ArrayNode> besideRecords = new ArrayList<>();
    private final List<ObjectNode> resources = new ArrayList<>();
    /** The event of an invocation whose span does not have it. */
    private final ObjectNode loose;
    private int planted;

    PlantedTelemetry(Path recording, String correlation) throws IOException {
        this.correlation = correlation;
        Set<String> ids = new TreeSet<>();
        for (String line : lines(recording.resolve("traces.jsonl.gz"))) {
            if (line.contains(correlation)) {
                traces.add((ObjectNode) Json.parse(line));
                each(traces.getLast(), "resourceSpans", "scopeSpans", "spans", (span, all) -> {
                    ids.add(span.path("traceId").asString());
                    spans.add(span);
                    besideSpans.add(all);
                });
            }
        }
        for (String line : lines(recording.resolve("logs.jsonl.gz"))) {
            if (ids.stream().anyMatch(line::contains)) {
                logs.add((ObjectNode) Json.parse(line));
                each(logs.getLast(), "resourceLogs", "scopeLogs", "logRecords", (record, all) -> {
                    records.add(record);
                    besideRecords.add(all);
                });
            }
        }
        loose = taken(spans.reversed().stream().filter(span -> has(span, EVENT)).findFirst().orElseThrow());
        for (String line : lines(recording.resolve("app.log.jsonl.gz"))) {
            if (line.contains(correlation)) {
                lines.add((ObjectNode) Json.parse(line));
            }
        }
    }

    private static ObjectNode taken(ObjectNode span) {
        String event = value(span, EVENT).path("stringValue").asString();
        attributes(span).removeIf(attribute -> attribute.path("key").asString().equals(EVENT));
        return (ObjectNode) Json.parse(event);
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    private interface Leaf {
        void at(ObjectNode leaf, ArrayNode all);
    }

    private void each(ObjectNode export, String outer, String scopes, String inner, Leaf leaf) {
        for (JsonNode resource : export.path(outer)) {
            if (outer.equals("resourceSpans")) {
                resources.add((ObjectNode) resource.path("resource"));
            }
            for (JsonNode scope : resource.path(scopes)) {
                List.copyOf(scope.path(inner).valueStream().toList())
                        .forEach(each -> leaf.at((ObjectNode) each, (ArrayNode) scope.path(inner)));
            }
        }
    }

    /** By what they are called. */
    Map<String, Place> places() {
        Map<String, Place> places = new LinkedHashMap<>();
        places.put("span attribute", (name, value) -> text(attributes(span()), name, value));
        places.put("span attribute, list", (name, value) -> attribute(attributes(span()), name).putObject("arrayValue").putArray("values")
                .addObject().put("stringValue", value));
        places.put("span attribute, map", (name, value) -> text(attribute(attributes(span()), "qz.map").putObject("kvlistValue")
                .putArray("values"), name, value));
        places.put("resource attribute", (name, value) -> text((ArrayNode) next(resources).path("attributes"), name, value));
        places.put("event of a span", (name, value) -> text((ArrayNode) event("exception").path("attributes"), name, value));
        places.put("request header", (name, value) -> requested(headers -> headers.put(name, value)));
        places.put("request body", (name, value) -> inAttribute("tapedeck.request.body", body -> body.put(name, value)));
        places.put("request body, item", (name, value) -> inAttribute("tapedeck.request.body",
                body -> body.withObject("/Item").putObject(name).put("S", value)));
        places.put("answer header", (name, value) -> inAttribute("tapedeck.response.headers", body -> body.put(name, value)));
        places.put("answer body", (name, value) -> inAttribute("tapedeck.response.body", body -> body.put(name, value)));
        places.put("event, header", (name, value) -> inAttribute(EVENT, event -> event.withObject("/headers").put(name, value)));
        places.put("event, query", (name, value) -> inAttribute(EVENT,
                event -> event.withObject("/queryStringParameters").put(name, value)));
        places.put("event, body", (name, value) -> inAttribute(EVENT, event -> inBody(event, body -> body.put(name, value))));
        places.put("event, body in body", (name, value) -> inAttribute(EVENT, event -> inBody(event,
                body -> body.put("payload" + planted++,
                        Json.write(Json.object().put("inner", Json.write(Json.object().put(name, value))))))));
        places.put("result", (name, value) -> inAttribute("tapedeck.response", result -> result.put(name, value)));
        places.put("log record, JSON",
                (name, value) -> record().putObject("body").put("stringValue", Json.write(entry().put(name, value))));
        places.put("log record, map",
                (name, value) -> text(record().putObject("body").putObject("kvlistValue").putArray("values"), name, value));
        places.put("log record, attribute", (name, value) -> text(attributes(record()), name, value));
        places.put("log line, JSON", (name, value) -> lines.add(entry().put(name, value)));
        places.put("log line, JSON deeper", (name, value) -> lines.add(entry().set("detail", Json.object().put(name, value))));
        places.put("CloudWatch, JSON", (name, value) -> exported(Json.write(entry().put(name, value))));
        places.put("payload file", (name, value) -> inBody(loose, body -> body.put(name, value)));
        return places;
    }

    /** Those that have no name beside the value. */
    Map<String, Consumer<String>> texts() {
        Map<String, Consumer<String>> places = new LinkedHashMap<>();
        places.put("span name", value -> span().put("name", "load " + value));
        places.put("span name, path", value -> span().put("name", "GET /things/" + value.replace(' ', '-') + "/lines"));
        places.put("span status", value -> span().putObject("status").put("code", 2).put("message", "refused for " + value));
        places.put("event name", this::event);
        places.put("exception message",
                value -> text((ArrayNode) event("exception").path("attributes"), "exception.message", "no " + value));
        places.put("stack trace", value -> text((ArrayNode) event("exception").path("attributes"), "exception.stacktrace",
                "Error: no " + value + "\n    at handler (index.js:1:2)"));
        places.put("statement", value -> text(attributes(span()), "db.query.text", "SELECT * FROM t WHERE name = '" + value + "'"));
        places.put("URL", value -> text(attributes(span()), "url.full", "https://ledger-api.billing.internal/entries/"
                + value.replace(' ', '+') + "?of=" + value.replace(' ', '+')));
        places.put("authorization", value -> requested(headers -> headers.put("x-authorization" + planted++, "Bearer " + value)));
        places.put("bytes", value -> attribute(attributes(span()), "qz.bytes").put("bytesValue", java.util.Base64.getEncoder()
                .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        places.put("severity", value -> record().put("severityText", value));
        places.put("log record, text", value -> record().putObject("body").put("stringValue", "customer " + value + " is not known"));
        places.put("log line, message", value -> lines.add(entry().put("message", "customer " + value + " is not known")));
        places.put("log line, text",
                value -> texts.add("2026-11-21T09:08:12.190Z\t" + request() + "\tINFO\tcustomer " + value + " is not known"));
        places.put("CloudWatch, text",
                value -> exported("2026-11-21T09:08:12.190Z\t" + request() + "\tINFO\tcustomer " + value + " is not known"));
        places.put("CloudWatch, Python", value -> exported("[INFO]\t2026-11-21T09:08:12.190Z\t" + request() + "\tcustomer " + value));
        return places;
    }

    /** A number, or whatever JSON has, where telemetry holds such. */
    void number(String name, JsonNode value) {
        switch (planted++ % 6) {
            case 0 -> attribute(attributes(span()), name).put(value.isIntegralNumber() ? "intValue" : "doubleValue", value.toString());
            case 1 -> inAttribute("tapedeck.request.body", body -> body.set(name, value));
            case 2 -> inAttribute("tapedeck.response.body", body -> body.set(name, value));
            case 3 -> inAttribute(EVENT, event -> inBody(event, body -> body.set(name, value)));
            case 4 -> lines.add(entry().set(name, value));
            default -> exported(Json.write(entry().set(name, value)));
        }
    }

    private <T> T next(List<T> of) {
        return of.get(planted++ % of.size());
    }

    private String request() {
        return value(having(EVENT, span -> true), "faas.invocation_id").path("stringValue").asString();
    }

    private ObjectNode entry() {
        return Json.object().put("timestamp", "2026-11-21T09:08:12.190Z").put("level", "INFO").put("correlationId", correlation)
                .put("workflow", "invoice-close").put("step", "submit-invoice").put("message", "invoice stored");
    }

    private void exported(String message) {
        exported.addObject().put("logStreamName", "2026/11/21/[$LATEST]f45395e826d25276cda3054b630a203c").put("timestamp", 1795252092190L)
                .put("message", message).put("ingestionTime", 1795252092999L).put("eventId", Integer.toString(planted++));
    }

    /** A new one within one of the workflow's. */
    private ObjectNode span() {
        int at = planted++ % spans.size();
        ObjectNode parent = spans.get(at);
        ObjectNode span = besideSpans.get(at).addObject().put("traceId", parent.path("traceId").asString())
                .put("spanId", String.format(Locale.ROOT, "%016x", 0xabcdef0000L + planted))
                .put("parentSpanId", parent.path("spanId").asString()).put("name", "load").put("kind", 1);
        span.set("startTimeUnixNano", parent.path("startTimeUnixNano"));
        span.set("endTimeUnixNano", parent.path("endTimeUnixNano"));
        span.putArray("attributes");
        return span;
    }

    private ObjectNode event(String name) {
        ObjectNode span = span();
        ObjectNode event = span.putArray("events").addObject().put("name", name);
        event.set("timeUnixNano", span.path("startTimeUnixNano"));
        event.putArray("attributes");
        return event;
    }

    /** A new one beside one of the workflow's, and like it. */
    private ObjectNode record() {
        int at = planted++ % records.size();
        ObjectNode record = records.get(at).deepCopy();
        besideRecords.get(at).add(record);
        return record;
    }

    private static ArrayNode attributes(ObjectNode of) {
        return of.withArray("/attributes");
    }

    private static ObjectNode attribute(ArrayNode attributes, String name) {
        return attributes.addObject().put("key", name).putObject("value");
    }

    private static void text(ArrayNode attributes, String name, String value) {
        attribute(attributes, name).put("stringValue", value);
    }

    /** Headers of calls to a dependency; those of AWS calls tell how they were signed, and are no part of a call. */
    private void requested(Consumer<ObjectNode> change) {
        changed(having("tapedeck.request.headers", span -> !has(span, "rpc.system")), "tapedeck.request.headers", change);
    }

    private void inAttribute(String attribute, Consumer<ObjectNode> change) {
        changed(having(attribute, span -> true), attribute, change);
    }

    /** The next span that fits and has an object in {@code attribute}. */
    private ObjectNode having(String attribute, Predicate<ObjectNode> fits) {
        return Stream.generate(() -> next(spans)).limit(spans.size())
                .filter(span -> fits.test(span) && value(span, attribute).path("stringValue").asString("").startsWith("{")).findFirst()
                .orElseThrow();
    }

    private static boolean has(ObjectNode span, String attribute) {
        return !value(span, attribute).isEmpty();
    }

    private static JsonNode value(ObjectNode span, String attribute) {
        return span.path("attributes").valueStream().filter(each -> each.path("key").asString().equals(attribute)).findFirst()
                .map(each -> each.path("value")).orElse(Json.object());
    }

    private static void changed(ObjectNode span, String attribute, Consumer<ObjectNode> change) {
        ObjectNode value = (ObjectNode) value(span, attribute);
        ObjectNode body = (ObjectNode) Json.parse(value.path("stringValue").asString());
        change.accept(body);
        value.put("stringValue", Json.write(body));
    }

    private static void inBody(ObjectNode event, Consumer<ObjectNode> change) {
        ObjectNode holder = event.path("Records").isEmpty() ? event : (ObjectNode) event.path("Records").path(0);
        if (!holder.path("body").isString()) {
            change.accept(event.withObject("/detail"));
            return;
        }
        ObjectNode body = (ObjectNode) Json.parse(holder.path("body").asString());
        change.accept(body);
        holder.put("body", Json.write(body));
    }

    /**
     * Writes everything to {@code directory}: {@code telemetry/} and {@code payloads/}.
     *
     * @param stem what the files are called by
     */
    void write(Path directory, String stem) throws IOException {
        Path telemetry = Files.createDirectories(directory.resolve("telemetry"));
        write(telemetry.resolve(stem + "-traces.jsonl"), traces);
        write(telemetry.resolve(stem + "-logs.jsonl"), logs);
        write(telemetry.resolve(stem + "-app.jsonl"), lines);
        Files.write(telemetry.resolve(stem + "-function.log"), texts);
        Files.writeString(telemetry.resolve("submit-invoice.json"), Json.write(Json.object().set("events", exported)));
        Path payloads = Files.createDirectories(directory.resolve("payloads"));
        Files.writeString(payloads.resolve(stem + ".json"), Json.write(loose));
    }

    private static void write(Path file, List<ObjectNode> objects) throws IOException {
        Files.write(file, objects.stream().map(Json::write).toList());
    }
}
