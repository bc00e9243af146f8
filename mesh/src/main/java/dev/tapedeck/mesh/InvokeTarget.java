package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function as a target of calls: Lambda's {@code Invoke} (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). The payload goes on the
 * function's own channel; the answer is the result of the invocation that it causes, or that it was accepted.
 *
 * <pre>
 *   RequestResponse --> message --> delivery --> invocation --result--> 200
 *   Event           --> message --> 202;    delivery, again where it fails
 *   DryRun          --> 204
 * </pre>
 *
 * One answer bears the request id of the invocation that it is about, as Lambda's does.
 */
final class InvokeTarget implements Target {

    private final World world;
    private final Channels channels;
    private final Function function;
    private final InvokeCarrier carrier;

    InvokeTarget(World world, Channels channels, Function function, InvokeCarrier carrier) {
        this.world = world;
        this.channels = channels;
        this.function = function;
        this.carrier = carrier;
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        JsonNode input = call.call().input();
        InvokeApi.refused(call.call().operation(), input).ifPresentOrElse(
                refusal -> answer.accept(Callout.answered(world, call, refusal)), () -> {
                    switch (input.path("InvocationType").asString("")) {
                        case "DryRun" -> answer.accept(empty(call, 204, requestId(call)));
                        case InvokeCarrier.EVENT -> {
                            Name invocation = invocation(call);
                            send(call);
                            answer.accept(empty(call, 202, world.direction.mint(invocation, "request-id")));
                        }
                        default -> {
                            carrier.awaits(message(call), new Waiting(call, answer));
                            send(call);
                        }
                    }
                });
    }

    private String requestId(Outgoing call) {
        return world.direction.mint(call.attemptName(), "request-id");
    }

    private static Name message(Outgoing call) {
        return Naming.message(call.name(), call.placement.attempt(), 0);
    }

    private Name invocation(Outgoing call) {
        return Naming.invocation(function.name(), java.util.List.of(Naming.delivery(message(call), function.name(), 1)));
    }

    private void send(Outgoing call) {
        JsonNode input = call.call().input();
        ObjectNode attributes = Json.object();
        if (input.has(InvokeCarrier.QUALIFIER)) {
            attributes.set(InvokeCarrier.QUALIFIER, input.get(InvokeCarrier.QUALIFIER));
        }
        // "Lambda passes the ClientContext object to your function for synchronous invocations only" (API_Invoke)
        if (input.has(InvokeCarrier.CLIENT_CONTEXT) && !input.path("InvocationType").asString("").equals(InvokeCarrier.EVENT)) {
            attributes.put(InvokeCarrier.CLIENT_CONTEXT, Json.write(input.get(InvokeCarrier.CLIENT_CONTEXT)));
        }
        Entry entry = new Entry(0, "", input.path("InvocationType").asString(""), InvokeApi.payload(input), attributes, "", "", 0);
        channels.send(function.name(), message(call), new Message.Emitted(call.name(), call.placement.attempt(), 0), entry,
                call.trail.at(call.attemptName()));
    }

    private static Completion empty(Outgoing call, int status, String requestId) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("x-amzn-requestid", requestId);
        return new Completion.Answered(call.id, status, headers, "");
    }

    private final class Waiting implements InvokeCarrier.Caller {

        private final Outgoing call;
        private final Consumer<Completion> answer;
        private String requestId = "";
        private final Name invocation;

        Waiting(Outgoing call, Consumer<Completion> answer) {
            this.call = call;
            this.answer = answer;
            this.invocation = InvokeTarget.this.invocation(call);
        }

        @Override
        public void begins() {
            requestId = world.direction.mint(invocation, "request-id");
            if (wantsLog()) {
                world.ledger.keep(invocation);
            }
        }

        private boolean wantsLog() {
            return call.call().input().path("LogType").asString("").equals("Tail");
        }

        @Override
        public void turnedAway() {
            answer.accept(Callout.answered(world, call, InvokeApi.throttled()));
        }

        @Override
        public void accept(Invocation.Result result) {
            Reply reply = switch (result) {
                case Invocation.Returned returned -> InvokeApi.returned(returned.value().value());
                case Invocation.Raised raised -> InvokeApi.failed(raised);
                case Invocation.TimedOut timedOut -> InvokeApi.failed("Sandbox.Timedout", "RequestId: " + requestId
                        + " Error: Task timed out after " + String.format(Locale.ROOT, "%.2f", function.spec().timeoutMillis() / 1e3)
                        + " seconds");
                case Invocation.Unknown unknown -> InvokeApi.returned(Json.parse("null"));
            };
            Reply logged = wantsLog() ? reply.with("x-amz-log-result", world.ledger.tail(invocation)) : reply;
            Reply stamped = logged.withRequestId(requestId);
            answer.accept(new Completion.Answered(call.id, stamped.status(), stamped.headers(), Json.write(stamped.body())));
        }
    }
}
