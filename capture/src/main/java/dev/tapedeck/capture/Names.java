package dev.tapedeck.capture;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives what was recorded its causal names ({@link Naming}), causes before effects. A cause that lies outside of the scope is named too, since the
 * name of what it caused follows from it; one that would be its own cause is cut, and what it caused counts as coming from outside.
 */
final class Names {

    /** A delivery with its name. {@code cause} is null where the message came from outside or was cut from its cause. */
    record Delivered(Received received, Wiring.@Nullable Cause cause, Name message, Name delivery, int receiveCount, boolean ambiguous) {}

    /** A call with its name and its attempt. */
    record Called(Outgoing call, Name name, int attempt, String target) {}

    private final Wiring wiring;
    private final Targets targets;
    private final Map<Run, Name> invocations = new HashMap<>();
    private final Map<Run, List<Delivered>> deliveries = new HashMap<>();
    private final Map<Run, List<Called>> calls = new HashMap<>();
    private final IdentityHashMap<Wiring.Send, Name> messages = new IdentityHashMap<>();
    private final Set<Name> takenDeliveries = new HashSet<>();
    private final Set<Name> takenInvocations = new HashSet<>();

    private Names(Wiring wiring, Targets targets) {
        this.wiring = wiring;
        this.targets = targets;
    }

    static Names of(Collection<Run> runs, Wiring wiring, Targets targets) {
        Names names = new Names(wiring, targets);
        names.causesFirst(runs).forEach(names::name);
        return names;
    }

    Name of(Run run) {
        return named(invocations.get(run));
    }

    List<Delivered> deliveriesOf(Run run) {
        return deliveries.getOrDefault(run, List.of());
    }

    List<Called> callsOf(Run run) {
        return calls.getOrDefault(run, List.of());
    }

    private static Name named(@Nullable Name name) {
        if (name == null) {
            throw new IllegalStateException("an effect was named before its cause");
        }
        return name;
    }

    /** A post-order walk over causes with a stack of its own: chains may be long, and damaged telemetry may hold cycles. */
    private List<Run> causesFirst(Collection<Run> runs) {
        List<Run> order = new ArrayList<>();
        Set<Run> seen = new HashSet<>();
        Set<Run> done = new HashSet<>();
        ArrayDeque<Run> stack = new ArrayDeque<>();
        for (Run root : runs) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Run run = stack.peek();
                if (seen.add(run)) {
                    for (Wiring.Joined joined : wiring.of(run)) {
                        if (joined.cause() != null && !seen.contains(joined.cause().send().run())) {
                            stack.push(joined.cause().send().run());
                        }
                    }
                } else {
                    stack.pop();
                    if (done.add(run)) {
                        order.add(run);
                    }
                }
            }
        }
        return order;
    }

    private void name(Run run) {
        List<Delivered> delivered = new ArrayList<>();
        for (Wiring.Joined joined : wiring.of(run)) {
            delivered.add(delivered(run, joined));
        }
        List<Name> given = delivered.stream().map(Delivered::delivery).toList();
        Name invocation = Naming.invocation(run.function(), given);
        for (int copy = 2; !takenInvocations.add(invocation); copy++) {
            invocation = Naming.derived(Naming.invocation(run.function(), given), "copy " + copy);
        }
        invocations.put(run, invocation);
        deliveries.put(run, List.copyOf(delivered));
        calls.put(run, calls(run, invocation));
    }

    private Delivered delivered(Run run, Wiring.Joined joined) {
        Received received = joined.received();
        Wiring.Cause cause = joined.cause() != null && invocations.containsKey(joined.cause().send().run()) ? joined.cause() : null;
        boolean cut = joined.cause() != null && cause == null;
        Name message = cause == null ? root(run, received) : message(cause, received);
        int counted = received.receiveCount() > 0 ? received.receiveCount() : Math.max(run.attempt(), 1);
        int count = counted;
        while (!takenDeliveries.add(Naming.delivery(message, run.function(), count))) {
            count++;
        }
        boolean ambiguous = cut || (cause != null && cause.ambiguous()) || (received.receiveCount() > 0 && count != counted);
        return new Delivered(received, cause, message, Naming.delivery(message, run.function(), count), count, ambiguous);
    }

    private static Name root(Run run, Received received) {
        if (!received.recordedId().isEmpty()) {
            return Naming.root(channel(run, received), received.recordedId());
        }
        String id = run.requestId().isEmpty() && run.span() != null ? run.span().key() : run.requestId();
        return Naming.root(channel(run, received), id.isEmpty() ? run.function() + "@" + run.startNanos() : id);
    }

    /** The channel that a message without a known sender came through. An event of a bus does not name its bus. */
    static String channel(Run run, Received received) {
        if (!received.channel().isEmpty()) {
            return received.channel();
        }
        return received.kind() == Component.Kind.BUS ? "default" : run.function();
    }

    private Name message(Wiring.Cause cause, Received received) {
        Name sent = message(cause.send());
        return cause.forwarded() ? Naming.forwarded(sent, received.channel()) : sent;
    }

    /** The message that a send of a named invocation made. */
    Name message(Wiring.Send send) {
        Name known = messages.get(send);
        if (known != null) {
            return known;
        }
        Called called = callsOf(send.run()).stream().filter(c -> c.call().span().key().equals(send.call().key())).findFirst()
                .orElseThrow(() -> new IllegalStateException("a send without its call"));
        Name made = Naming.message(called.name(), called.attempt(), send.sent().entry());
        messages.put(send, made);
        return made;
    }

    /** The attempts of one SDK call share a name; a retry by the function itself is a call of its own, told by its occurrence. */
    private List<Called> calls(Run run, Name invocation) {
        Map<String, Name> sdkCalls = new HashMap<>();
        Map<String, Integer> equals = new HashMap<>();
        Map<Name, Set<Integer>> attempts = new HashMap<>();
        List<Called> named = new ArrayList<>();
        for (Outgoing call : run.calls()) {
            String target = targets.of(call);
            String kind = target + '\n' + call.operation();
            Name name = call.sdkCall().isEmpty() ? null : sdkCalls.get(kind + '\n' + call.sdkCall());
            if (name == null) {
                name = Naming.call(invocation, target, call.operation(), equals.merge(kind, 1, Integer::sum) - 1);
                sdkCalls.put(kind + '\n' + call.sdkCall(), name);
            }
            Set<Integer> taken = attempts.computeIfAbsent(name, k -> new HashSet<>());
            int attempt = Math.max(call.attempt(), 1);
            while (!taken.add(attempt)) {
                attempt++;
            }
            named.add(new Called(call, name, attempt, target));
        }
        return List.copyOf(named);
    }
}
