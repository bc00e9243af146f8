package dev.tapedeck.recording;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One call as a line of {@code recording.jsonl}: the request in canonical form, what came back, and what is known of its effect. */
final class CallLine {
    private CallLine() {}

    static JsonNode write(Call call) {
        ObjectNode json = RecordingLines.record("call").put("name", call.name().toString()).put("attempt", call.attempt())
                .put("invocation", call.invocation().toString()).put("ordinal", call.ordinal()).put("target", call.target())
                .put("service", call.service()).put("operation", call.operation());
        json.set("input", RecordingLines.payload(call.input()));
        json.set("answer", answer(call.answer()));
        json.put("start", call.start().iso()).put("end", call.end().iso());
        ObjectNode effect = json.putObject("effect").put("evidence", Fields.word(call.effect().evidence()));
        if (call.effect().at() != null) {
            effect.put("at", call.effect().at().iso());
        }
        return json;
    }

    private static JsonNode answer(Call.Answer answer) {
        return switch (answer) {
            case Call.Answered(int status, JsonNode headers, Payload body) -> {
                ObjectNode json = RecordingLines.kind("answered").put("status", status);
                json.set("headers", headers);
                json.set("body", RecordingLines.payload(body));
                yield json;
            }
            case Call.Failed(String errorType) -> RecordingLines.kind("failed").put("errorType", errorType);
            case Call.Unrecorded() -> RecordingLines.kind("unrecorded");
        };
    }

    static Call read(Fields fields) {
        return new Call(fields.name("name"), fields.smallInteger("attempt"), fields.name("invocation"), fields.smallInteger("ordinal"),
                fields.string("target"), fields.string("service"), fields.string("operation"), RecordingLines.readPayload(fields, "input"),
                readAnswer(fields.object("answer")), fields.moment("start"), fields.moment("end"), readEffect(fields.object("effect")));
    }

    private static Call.Answer readAnswer(Fields answer) {
        String kind = answer.string("kind");
        Call.Answer read = switch (kind) {
            case "answered" -> new Call.Answered(answer.smallInteger("status"), answer.tree("headers"),
                    RecordingLines.readPayload(answer, "body"));
            case "failed" -> new Call.Failed(answer.string("errorType"));
            case "unrecorded" -> new Call.Unrecorded();
            default -> throw new IllegalArgumentException("`answer.kind` must be one of answered, failed, unrecorded, not `" + kind + "`");
        };
        answer.done();
        return read;
    }

    private static Call.Effect readEffect(Fields effect) {
        Call.Effect read = new Call.Effect(effect.word("evidence", Call.Evidence.class), effect.momentIfAny("at"));
        effect.done();
        return read;
    }
}
