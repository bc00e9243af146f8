package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.ItemUpdate;
import dev.tapedeck.recording.ItemWrites;
import dev.tapedeck.recording.TableKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells of each workflow what it did, in terms that can be compared: which functions ran, what they sent, wrote and called, and what the items that
 * they wrote say at the end. Only what happened counts: an attempt that was refused or never arrived is not a deed.
 */
final class Facts {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int LONGEST_STATE = 40;
    /** Where a message without a type of its own may say what it is. */
    static final List<String> TYPE_FIELDS = List.of("type", "eventType", "kind", "name");

    private final Wiring wiring;
    private final Targets targets;
    private final Effects effects;
    private final TableKeys keys = new TableKeys();
    private final Outlines outlines;

    Facts(Wiring wiring, Targets targets) {
        this.wiring = wiring;
        this.targets = targets;
        this.effects = new Effects(wiring);
        this.outlines = new Outlines();
    }

    /** Tells of all workflows. Two passes, since what is a constant part of a key shows only when all keys have been seen. */
    void tell(List<Workflow> workflows) {
        for (Workflow workflow : workflows) {
            Set<String> tokens = new HashSet<>();
            for (Outgoing call : calls(workflow)) {
                keys.learn(targets.of(call), call.input().value());
                for (ItemWrites.Write write : writes(call)) {
                    write.keyed().forEach(value -> tokens.addAll(Outlines.tokens(value.path("S").asString(""))));
                }
            }
            outlines.see(tokens);
        }
        workflows.forEach(this::tell);
    }

    private static List<Outgoing> calls(Workflow workflow) {
        List<Outgoing> calls = new ArrayList<>();
        Needle id = new Needle(workflow.id);
        for (Run run : workflow.runs) {
            boolean shared = run.received().size() > 1;
            for (Outgoing call : run.calls()) {
                if (!shared || id.in(call.span().attributes())) {
                    calls.add(call);
                }
            }
        }
        return calls;
    }

    private List<ItemWrites.Write> writes(Outgoing call) {
        return call.service().equals("dynamodb") && happened(call)
                ? ItemWrites.of(targets.of(call), call.operation(), call.input().value(), call.answer())
                : List.of();
    }

    private boolean happened(Outgoing call) {
        return call.answeredWell() || effects.of(call).evidence() == Call.Evidence.SERVER;
    }

    private void tell(Workflow workflow) {
        for (Run run : workflow.runs) {
            if (!(run.result() instanceof Invocation.Unknown) && !run.result().failed()) {
                workflow.add(new Fact(Fact.Kind.RAN, run.function(), "", ""), run.startNanos());
            }
            if (run.span() == null) {
                logged(workflow, run);
            }
        }
        Map<Fact, Set<String>> distinct = new TreeMap<>();
        Map<String, ObjectNode> items = new TreeMap<>();
        List<Outgoing> calls = new ArrayList<>(calls(workflow));
        calls.sort(Comparator.comparingLong(c -> c.span().endNanos()));
        for (Outgoing call : calls) {
            if (happened(call)) {
                tell(workflow, call, distinct);
                writes(call).forEach(write -> write(workflow, call, write, items));
            }
        }
        distinct.forEach((fact, done) -> workflow.effects.put(fact, done.size()));
    }

    private void logged(Workflow workflow, Run run) {
        for (LogEntry log : run.logs()) {
            JsonNode line = log.object();
            if (line != null && line.path("status").asString("ok").equals("ok")) {
                String what = line.path("message").isString()
                        ? Outlines.words(line.path("message").stringValue())
                        : line.path("step").asString("");
                Fact fact = new Fact(Fact.Kind.LOGGED, run.function(), "", what);
                workflow.add(fact, log.atNanos());
                workflow.effects.merge(fact, 1, Integer::sum);
            }
        }
    }

    private void tell(Workflow workflow, Outgoing call, Map<Fact, Set<String>> distinct) {
        String by = call.span().resource().function();
        String target = targets.of(call);
        for (Wiring.Send send : wiring.sendsOf(call.span())) {
            if (send.sent().accepted() || wiring.wasReceived(send)) {
                Fact fact = new Fact(Fact.Kind.SENT, by, send.sent().channel(), typeOf(send.sent()));
                workflow.add(fact, call.span().startNanos());
                String deduplicated = send.sent().attributes().getOrDefault("MessageDeduplicationId", call.span().key());
                distinct.computeIfAbsent(fact, k -> new TreeSet<>()).add(deduplicated);
            }
        }
        if (call.service().equals("http") && !READS.contains(method(call))) {
            Fact fact = new Fact(Fact.Kind.CALLED, by, target, call.operation());
            workflow.add(fact, call.span().startNanos());
            if (method(call).equals("POST") || method(call).equals("PATCH")) {
                distinct.computeIfAbsent(fact, k -> new TreeSet<>()).add(IdempotencyKeys.of(call));
            }
        }
    }

    private static String method(Outgoing call) {
        return call.operation().substring(0, Math.max(call.operation().indexOf(' '), 0));
    }

    /** The type of an event, or what a message says of its own type. */
    static String typeOf(Outgoing.Sent sent) {
        if (!sent.type().isEmpty()) {
            return sent.type();
        }
        for (String field : TYPE_FIELDS) {
            String type = sent.body().path(field).asString("");
            if (!type.isEmpty() && type.length() <= LONGEST_STATE) {
                return type;
            }
        }
        return "";
    }

    private void write(Workflow workflow, Outgoing call, ItemWrites.Write write, Map<String, ObjectNode> items) {
        ObjectNode key = keys.of(write.table(), write.keyed());
        String outline = outlines.of(key);
        Fact fact = new Fact(Fact.Kind.WROTE, call.span().resource().function(), write.table(), write.operation() + " " + outline);
        workflow.add(fact, call.span().startNanos());
        if (ItemUpdate.accumulates(write.request())) {
            workflow.effects.merge(fact, 1, Integer::sum);
        }
        String place = write.table() + " " + outline;
        ObjectNode before = items.get(place);
        ItemUpdate.Image known = before == null ? ItemUpdate.Image.UNKNOWN : ItemUpdate.Image.whole(before);
        ObjectNode shown = write.image();
        ObjectNode image = shown == null ? ItemUpdate.apply(write.operation(), write.request(), known).item() : shown;
        if (image == null) {
            items.remove(place);
            workflow.endState.keySet().removeIf(k -> k.startsWith(place + "\n"));
        } else {
            items.put(place, image);
            image.properties().forEach(a -> state(workflow, place + "\n" + a.getKey(), a.getValue()));
        }
    }

    private static void state(Workflow workflow, String attribute, JsonNode typed) {
        String text = typed.has("BOOL") ? typed.path("BOOL").asString("") : typed.path("S").asString("");
        if (!text.isEmpty() && text.length() <= LONGEST_STATE) {
            workflow.endState.put(attribute, text);
        }
    }
}
