package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The messages in a call to a channel. A message's body is what the sender put in: {@code MessageBody} or {@code Detail}, as the tree that it
 * spells if it spells one ({@link Json#parseOrString}), otherwise as the string it is. The exact bytes that a receiver got are in its
 * invocation's event.
 */
final class Sends {

    private Sends() {}

    static List<Outgoing.Sent> of(Wire.TypedCall call, Call.Answer answer) {
        JsonNode body = answer instanceof Call.Answered answered && answered.status() < 400
                ? answered.body().value()
                : MissingNode.getInstance();
        boolean answeredWell = !body.isMissingNode();
        return switch (call.service() + "." + call.operation()) {
            case "sqs.SendMessage" -> List.of(queued(0, call.resource(), call.input(), body.path("MessageId").asString(""), answeredWell));
            case "sqs.SendMessageBatch" -> batch(call, body);
            case "events.PutEvents" -> events(call, body, answeredWell);
            case "lambda.Invoke" -> invoked(call, answeredWell);
            default -> List.of();
        };
    }

    /** Of a call whose request was cut: its messages where the answer shows that none is missing. */
    static List<Outgoing.Sent> certain(Wire.TypedCall call, Call.Answer answer) {
        List<Outgoing.Sent> sends = of(call, answer);
        if (call.operation().equals("SendMessage") || call.service().equals("lambda")) {
            return sends;
        }
        JsonNode body = answer instanceof Call.Answered answered ? answered.body().value() : MissingNode.getInstance();
        int answered = body.path("Entries").size() + body.path("Successful").size() + body.path("Failed").size();
        return answered == sends.size() ? sends : List.of();
    }

    private static List<Outgoing.Sent> batch(Wire.TypedCall call, JsonNode body) {
        List<Outgoing.Sent> sends = new ArrayList<>();
        for (JsonNode entry : call.input().path("Entries")) {
            String id = "";
            boolean accepted = false;
            for (JsonNode successful : body.path("Successful")) {
                if (successful.path("Id").equals(entry.path("Id"))) {
                    id = successful.path("MessageId").asString("");
                    accepted = true;
                }
            }
            sends.add(queued(sends.size(), call.resource(), entry, id, accepted));
        }
        return sends;
    }

    private static Outgoing.Sent queued(int entry, String queue, JsonNode input, String id, boolean accepted) {
        SortedMap<String, String> attributes = new TreeMap<>();
        for (String name : List.of("MessageGroupId", "MessageDeduplicationId")) {
            if (input.has(name)) {
                attributes.put(name, input.path(name).asString(""));
            }
        }
        JsonNode given = input.path("MessageAttributes");
        given.propertyNames().forEach(name -> attributes.put(name, given.path(name).path("StringValue").asString("")));
        return new Outgoing.Sent(entry, queue, id, accepted, "", Json.parseOrString(input.path("MessageBody").asString("")), attributes);
    }

    /** A function is the channel of those who invoke it directly; the payload is the message. */
    private static List<Outgoing.Sent> invoked(Wire.TypedCall call, boolean answeredWell) {
        String type = call.input().path("InvocationType").asString("");
        if (type.equals("DryRun")) {
            return List.of();
        }
        SortedMap<String, String> attributes = new TreeMap<>();
        if (call.input().has("Qualifier")) {
            attributes.put("Qualifier", call.input().path("Qualifier").asString(""));
        }
        JsonNode payload = call.input().path("Payload");
        return List.of(new Outgoing.Sent(0, call.resource(), "", answeredWell, type, payload.isMissingNode() ? Json.object() : payload,
                attributes));
    }

    private static List<Outgoing.Sent> events(Wire.TypedCall call, JsonNode body, boolean answeredWell) {
        List<Outgoing.Sent> sends = new ArrayList<>();
        for (JsonNode entry : call.input().path("Entries")) {
            JsonNode result = body.path("Entries").path(sends.size());
            SortedMap<String, String> attributes = new TreeMap<>();
            if (entry.has("Source")) {
                attributes.put("source", entry.path("Source").asString(""));
            }
            sends.add(new Outgoing.Sent(sends.size(), entry.path("EventBusName").asString("default"), result.path("EventId").asString(""),
                    answeredWell && !result.has("ErrorCode"), entry.path("DetailType").asString(""),
                    Json.parseOrString(entry.path("Detail").asString("")), attributes));
        }
        return sends;
    }
}
