package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an invariant may look at: the effects of a recording as plain maps and lists, the same for an incident and for its replay. Nothing in it is
 * what was fed in (events, initial values); all of it is what the system did.
 *
 * <pre>
 *   calls        {name, component, target, service, operation, attempt, status, error, ok, happened, repeat, input, output}
 *   messages     {channel, type, body, attributes}                      those that an invocation's call, or a channel, put there
 *   invocations  {function, attempt, instance, cold, ok, error, result}
 *   state        table -> items as plain JSON, after the last write that the calls show
 *   logs         {component, severity, message, body}
 * </pre>
 *
 * {@code status} is 0 without an answer, {@code error} "" without an error. {@code ok}: the caller got an answer below 400. {@code happened}: there is
 * evidence that the target did it, whether or not the caller heard. {@code repeat}: a call with the same idempotency key or deduplication id happened
 * before at the same target, so that the target was asked to do it once. {@code input} is the canonical input ({@link Wire}), {@code output} the
 * answer's body, an empty map without one. Every field named here is present; numbers are 64-bit integers or doubles.
 */
public final class EffectView {

    private static final int FIRST_ERROR = 400;
    private static final List<String> DEDUPLICATION = List.of("MessageDeduplicationId", "ClientRequestToken");

    private EffectView() {}

    public static Map<String, Object> of(Recording recording) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("calls", calls(recording));
        view.put("messages", recording.messages().stream().filter(m -> !(m.origin() instanceof Message.External)).map(EffectView::message)
                .toList());
        view.put("invocations", recording.invocations().stream().map(EffectView::invocation).toList());
        view.put("state", state(recording));
        view.put("logs", recording.logs().stream().filter(line -> !line.platform()).map(EffectView::log).toList());
        return view;
    }

    /** Whether there is evidence that the target did what the call asked for. */
    public static boolean happened(Call call) {
        return switch (call.effect().evidence()) {
            case ANSWERED -> call.answer() instanceof Call.Answered answered && answered.status() < FIRST_ERROR;
            case SERVER -> true;
            case NONE, UNKNOWN -> false;
        };
    }

    private static List<Object> calls(Recording recording) {
        Map<Name, String> functions = new TreeMap<>();
        recording.invocations().forEach(i -> functions.put(i.name(), i.function()));
        Set<String> done = new LinkedHashSet<>();
        List<Object> calls = new ArrayList<>();
        for (Call call : recording.calls()) {
            String key = deduplication(call);
            boolean happened = happened(call);
            boolean repeat = !key.isEmpty() && done.contains(key);
            if (happened && !key.isEmpty()) {
                done.add(key);
            }
            calls.add(call(call, functions.getOrDefault(call.invocation(), ""), happened, repeat));
        }
        return calls;
    }

    private static String deduplication(Call call) {
        String key = EffectKey.idempotencyKey(call);
        for (String field : DEDUPLICATION) {
            key = key.isEmpty() ? call.input().value().path(field).asString("") : key;
        }
        return key.isEmpty() ? "" : call.target() + '\n' + call.operation() + '\n' + key;
    }

    private static Map<String, Object> call(Call call, String component, boolean happened, boolean repeat) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", call.name().toString());
        out.put("component", component);
        out.put("target", call.target());
        out.put("service", call.service());
        out.put("operation", call.operation());
        out.put("attempt", (long) call.attempt());
        out.put("status", call.answer() instanceof Call.Answered answered ? (long) answered.status() : 0L);
        out.put("error", error(call.answer()));
        out.put("ok", call.answer() instanceof Call.Answered answered && answered.status() < FIRST_ERROR);
        out.put("happened", happened);
        out.put("repeat", repeat);
        out.put("input", orEmpty(PlainValues.of(call.input().value())));
        out.put("output", orEmpty(call.answer() instanceof Call.Answered answered ? PlainValues.of(answered.body().value()) : null));
        return out;
    }

    private static String error(Call.Answer answer) {
        return switch (answer) {
            case Call.Failed failed -> failed.errorType();
            case Call.Answered answered -> error(answered);
            case Call.Unrecorded unrecorded -> "";
        };
    }

    /** As AWS's JSON protocols say it in the body and its REST services in a header; of an invoked function that failed, what its result says. */
    private static String error(Call.Answered answered) {
        if (answered.headers().has("x-amz-function-error")) {
            return answered.body().value().path("errorType").asString("");
        }
        String type = answered.body().value().path("__type").asString("");
        String named = type.isEmpty()
                ? answered.headers().path("x-amzn-errortype").asString("")
                : type.substring(type.lastIndexOf('#') + 1);
        return named.contains(":") ? named.substring(0, named.indexOf(':')) : named;
    }

    private static Object orEmpty(@Nullable Object value) {
        return value == null ? Collections.emptyMap() : value;
    }

    private static Map<String, Object> message(Message message) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("channel", message.channel());
        out.put("type", message.type());
        out.put("body", orEmpty(PlainValues.of(message.body().value())));
        out.put("attributes", new TreeMap<>(message.attributes()));
        return out;
    }

    private static Map<String, Object> invocation(Invocation invocation) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("function", invocation.function());
        out.put("attempt", (long) invocation.attempt());
        out.put("instance", Objects.requireNonNullElse(invocation.instance(), ""));
        out.put("cold", invocation.coldStart());
        out.put("ok", invocation.result() instanceof Invocation.Returned);
        out.put("error", switch (invocation.result()) {
            case Invocation.Raised raised -> raised.errorType();
            case Invocation.TimedOut timedOut -> "timeout";
            case Invocation.Returned returned -> "";
            case Invocation.Unknown unknown -> "";
        });
        out.put("result", orEmpty(
                invocation.result() instanceof Invocation.Returned returned ? PlainValues.of(returned.value().value()) : null));
        return out;
    }

    private static Map<String, Object> log(Telemetry.LogLine line) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("component", line.component());
        out.put("severity", line.severity());
        out.put("message", line.body().isString() ? line.body().stringValue() : line.body().path("message").asString(""));
        out.put("body", line.body().isObject() ? orEmpty(PlainValues.of(line.body())) : Collections.emptyMap());
        return out;
    }

    /** Tables after the last write, from the writes that happened, in the order in which they did. */
    private static Map<String, Object> state(Recording recording) {
        TableKeys keys = TableKeys.learnt(recording.calls());
        Map<String, Map<String, ItemUpdate.Image>> tables = new TreeMap<>();
        recording.calls().stream().filter(c -> c.service().equals("dynamodb") && happened(c)).sorted(Comparator.comparing(EffectView::at))
                .forEach(call -> ItemWrites.of(call).forEach(write -> apply(write, keys, tables)));
        Map<String, Object> state = new LinkedHashMap<>();
        tables.forEach((table, items) -> state.put(table, items.values().stream().map(ItemUpdate.Image::item).filter(Objects::nonNull)
                .map(PlainValues::ofItem).toList()));
        return state;
    }

    private static Moment at(Call call) {
        Moment known = call.effect().at();
        return known == null ? call.end() : known;
    }

    private static void apply(ItemWrites.Write write, TableKeys keys, Map<String, Map<String, ItemUpdate.Image>> tables) {
        Map<String, ItemUpdate.Image> table = tables.computeIfAbsent(write.table(), k -> new TreeMap<>());
        String key = Json.canonical(keys.of(write.table(), write.keyed()));
        ItemUpdate.Image before = table.getOrDefault(key, ItemUpdate.Image.UNKNOWN);
        ObjectNode shown = write.image();
        table.put(key, shown == null ? ItemUpdate.apply(write.operation(), write.request(), before) : ItemUpdate.Image.whole(shown));
    }
}
