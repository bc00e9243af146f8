package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code recording.jsonl}: what no open format has a word for, one tagged object a line. The first line is the header; {@code record} says what
 * the others are. Instants are ISO 8601 with nanoseconds, names 32 hexadecimal digits, constants lower case with hyphens.
 */
final class RecordingLines {
    static final String NAME = "recording.jsonl";
    static final int VERSION = 1;

    private RecordingLines() {}

    static byte[] write(Recording recording) {
        LineWriter out = new LineWriter();
        ObjectNode header = record("header").put("version", VERSION);
        ObjectNode labels = header.putObject("labels");
        recording.labels().forEach(labels::put);
        out.write(header.put("from", recording.from().iso()).put("to", recording.to().iso()));
        recording.components().forEach(component -> out.write(component(component)));
        recording.invocations().forEach(invocation -> out.write(invocation(invocation)));
        recording.calls().forEach(call -> out.write(CallLine.write(call)));
        recording.deliveries().forEach(delivery -> out.write(delivery(delivery)));
        recording.links().forEach(link -> out.write(link(link)));
        recording.gaps().forEach(gap -> out.write(gap(gap)));
        recording.invariants().forEach(invariant -> out.write(invariant(invariant)));
        return out.end();
    }

    static ObjectNode record(String tag) {
        return Json.object().put("record", tag);
    }

    static ObjectNode payload(Payload payload) {
        ObjectNode json = Json.object().put("coverage", Fields.word(payload.coverage()));
        json.set("value", payload.value());
        return json;
    }

    private static JsonNode component(Component component) {
        ObjectNode json = record("component").put("name", component.name()).put("kind", Fields.word(component.kind()));
        ObjectNode attributes = json.putObject("attributes");
        component.attributes().forEach(attributes::put);
        return json;
    }

    private static JsonNode invocation(Invocation run) {
        ObjectNode json = record("invocation").put("name", run.name().toString()).put("function", run.function())
                .put("requestId", run.requestId()).put("attempt", run.attempt());
        ArrayNode deliveries = json.putArray("deliveries");
        run.deliveries().forEach(delivery -> deliveries.add(delivery.toString()));
        if (run.instance() != null) {
            json.put("instance", run.instance());
        }
        json.put("coldStart", run.coldStart()).put("initNanos", run.initNanos()).put("start", run.start().iso()).put("end",
                run.end().iso());
        json.set("event", payload(run.event()));
        json.set("result", switch (run.result()) {
            case Invocation.Returned(Payload value) -> kind("returned").set("value", payload(value));
            case Invocation.Raised(String errorType, String message) -> kind("raised").put("errorType", errorType).put("message", message);
            case Invocation.TimedOut() -> kind("timed-out");
            case Invocation.Unknown() -> kind("unknown");
        });
        return json.put("callCount", run.callCount()).put("evidence", Fields.word(run.evidence()));
    }

    static ObjectNode kind(String word) {
        return Json.object().put("kind", word);
    }

    private static JsonNode delivery(Delivery delivery) {
        return record("delivery").put("name", delivery.name().toString()).put("message", delivery.message().toString())
                .put("subscription", delivery.subscription()).put("receiveCount", delivery.receiveCount()).put("at", delivery.at().iso())
                .put("invocation", delivery.invocation().toString()).put("ambiguous", delivery.ambiguous());
    }

    private static JsonNode link(Link link) {
        return record("link").put("from", link.from().toString()).put("to", link.to().toString()).put("rule", Fields.word(link.rule()))
                .put("confidence", link.confidence());
    }

    private static JsonNode gap(Gap gap) {
        ObjectNode json = record("gap").put("kind", Fields.word(gap.kind()));
        if (gap.subject() != null) {
            json.put("subject", gap.subject().toString());
        }
        return json.put("component", gap.component()).put("detail", gap.detail()).put("remedy", gap.remedy());
    }

    private static JsonNode invariant(Invariant invariant) {
        return record("invariant").put("name", invariant.name()).put("expression", invariant.expression())
                .put("component", invariant.component()).put("operation", invariant.operation()).put("origin", invariant.origin());
    }

    /** What the lines of one entry say, in their order. */
    static final class Read {
        private @Nullable Header header;
        final List<Component> components = new ArrayList<>();
        final List<Invocation> invocations = new ArrayList<>();
        final List<Call> calls = new ArrayList<>();
        final List<Delivery> deliveries = new ArrayList<>();
        final List<Link> links = new ArrayList<>();
        final List<Gap> gaps = new ArrayList<>();
        final List<Invariant> invariants = new ArrayList<>();

        Header header() {
            if (header == null) {
                throw new RecordingFormatException(NAME, 0, "expected a header line first, found no line");
            }
            return header;
        }

        private void line(JsonNode line) {
            Fields fields = Fields.of(line);
            String tag = fields.string("record");
            if (tag.equals("header") != (header == null)) {
                throw new IllegalArgumentException(
                        header == null ? "expected the header line first, not `" + tag + "`" : "a second header line");
            }
            switch (tag) {
                case "header" -> header = readHeader(fields);
                case "component" -> components.add(new Component(fields.string("name"), fields.word("kind", Component.Kind.class),
                        fields.stringMap("attributes")));
                case "invocation" -> invocations.add(readInvocation(fields));
                case "call" -> calls.add(CallLine.read(fields));
                case "delivery" -> deliveries.add(new Delivery(fields.name("name"), fields.name("message"), fields.string("subscription"),
                        fields.smallInteger("receiveCount"), fields.moment("at"), fields.name("invocation"), fields.flag("ambiguous")));
                case "link" -> links.add(new Link(fields.name("from"), fields.name("to"), fields.word("rule", Link.Rule.class),
                        fields.number("confidence")));
                case "gap" -> gaps.add(new Gap(fields.word("kind", Gap.Kind.class), fields.nameIfAny("subject"), fields.string("component"),
                        fields.string("detail"), fields.string("remedy")));
                case "invariant" -> invariants.add(new Invariant(fields.string("name"), fields.string("expression"),
                        fields.string("component"), fields.string("operation"), fields.string("origin")));
                default ->
                    throw new IllegalArgumentException("`record` must be one of header, component, invocation, call, delivery, link, gap,"
                            + " invariant, not `" + tag + "`");
            }
            fields.done();
        }
    }

    record Header(SortedMap<String, String> labels, Moment from, Moment to) {}

    static Read read(byte[] bytes) {
        Read read = new Read();
        JsonLines.read(NAME, bytes, read::line);
        return read;
    }

    private static Header readHeader(Fields fields) {
        int version = fields.smallInteger("version");
        if (version != VERSION) {
            throw new IllegalArgumentException("`version` must be " + VERSION + ", not " + version);
        }
        return new Header(fields.stringMap("labels"), fields.moment("from"), fields.moment("to"));
    }

    private static Invocation readInvocation(Fields fields) {
        return new Invocation(fields.name("name"), fields.string("function"), fields.string("requestId"), fields.smallInteger("attempt"),
                fields.strings("deliveries").stream().map(Name::parse).toList(), fields.stringIfAny("instance"), fields.flag("coldStart"),
                fields.integer("initNanos"), fields.moment("start"), fields.moment("end"), readPayload(fields, "event"),
                readResult(fields.object("result")), fields.smallInteger("callCount"), fields.word("evidence", Rung.class));
    }

    private static Invocation.Result readResult(Fields result) {
        String kind = result.string("kind");
        Invocation.Result read = switch (kind) {
            case "returned" -> new Invocation.Returned(readPayload(result, "value"));
            case "raised" -> new Invocation.Raised(result.string("errorType"), result.string("message"));
            case "timed-out" -> new Invocation.TimedOut();
            case "unknown" -> new Invocation.Unknown();
            default -> throw new IllegalArgumentException("`result.kind` must be one of returned, raised, timed-out, unknown, not `" + kind
                    + "`");
        };
        result.done();
        return read;
    }

    static Payload readPayload(Fields owner, String field) {
        Fields payload = owner.object(field);
        Payload read = new Payload(payload.tree("value"), payload.word("coverage", Payload.Coverage.class));
        payload.done();
        return read;
    }
}
