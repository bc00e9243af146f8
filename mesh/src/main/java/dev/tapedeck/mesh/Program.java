package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dependency that a program of the user's stands for: one instance that lives as long as the run, so that it can keep state, and answers one
 * request at a time. Its event is the request ({@code method, path, query, headers, body}); its result the response
 * ({@code statusCode, headers, body}).
 */
final class Program implements Target, Instance.Host {

    private static final long LIFETIME_MILLIS = 900_000;

    private final World world;
    private final Callout callout;
    private final String component;
    private final Deque<Request> requests = new ArrayDeque<>();
    private @Nullable Instance instance;
    private @Nullable Request serving;
    private int nextOrdinal;

    private record Request(Outgoing call, Consumer<Completion> answer) {
        Name name() {
            return Naming.derived(call.attemptName(), "served");
        }
    }

    Program(World world, Callout callout, String component) {
        this.world = world;
        this.callout = callout;
        this.component = component;
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        requests.add(new Request(call, answer));
        next();
    }

    private void next() {
        if (serving != null || requests.isEmpty()) {
            return;
        }
        serving = requests.remove();
        if (instance == null || instance.state() == Instance.State.ENDED) {
            close();
            instance = new Instance(world, callout, this, component, nextOrdinal++, serving.name(), trail(serving));
            instance.start();
        } else {
            invoke(instance, serving);
        }
    }

    private static Trail trail(Request request) {
        return request.call().trail.at(request.call().attemptName());
    }

    @Override
    public void ready(Instance started) {
        world.after(0, () -> "request to " + component, () -> {
            if (serving != null) {
                invoke(started, serving);
            }
        });
    }

    private void invoke(Instance on, Request request) {
        Trail trail = trail(request);
        on.invoke(request.name(), trail, new Guest.Invoke(world.direction.mint(request.name(), "request-id"),
                Json.write(event(request.call())), world.moment().epochMillis() + LIFETIME_MILLIS, "", trail.header()));
    }

    private static JsonNode event(Outgoing call) {
        ObjectNode event = Json.object();
        event.setAll((ObjectNode) call.call().input());
        JsonNode body = event.path("body");
        return event.put("body", body.isString() ? body.stringValue() : Json.write(body));
    }

    @Override
    public void ended(Instance by, Invocation.Result result) {
        Request request = serving;
        if (request == null) {
            return;
        }
        serving = null;
        request.answer().accept(response(request.call().id, result));
        next();
    }

    private Completion response(int callId, Invocation.Result result) {
        return switch (result) {
            case Invocation.Returned returned -> returned(callId, returned.value().value());
            case Invocation.Raised raised -> {
                world.stop("the program of `" + component + "` failed: " + raised.errorType() + ": " + raised.message());
                yield new Completion.Failed(callId, "ECONNRESET");
            }
            case Invocation.TimedOut timedOut -> new Completion.Failed(callId, "ECONNRESET");
            case Invocation.Unknown unknown -> new Completion.Failed(callId, "ECONNRESET");
        };
    }

    private static Completion returned(int callId, JsonNode response) {
        SortedMap<String, String> headers = new TreeMap<>();
        response.path("headers").properties()
                .forEach(header -> headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue().asString()));
        JsonNode body = response.path("body");
        String text = body.isString() ? body.stringValue() : body.isMissingNode() || body.isNull() ? "" : Json.write(body);
        return new Completion.Answered(callId, response.path("statusCode").asInt(200), headers, text);
    }

    void close() {
        if (instance != null) {
            instance.close();
        }
    }
}
