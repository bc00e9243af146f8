package dev.tapedeck.recording;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What happened before what, as far as causes tell: the partial order that every true account of the recording agrees on, whatever the clocks of
 * its hosts said (DESIGN section 7). What it does not order is the scheduler's to choose.
 *
 * <pre>
 *   delivery -> its invocation -> each of its calls, in turn unless they overlap -> each message of a call -> each delivery of the message
 *   message -> message that a channel forwarded because of it        receive n of a message -> receive n + 1
 *   FIFO channel: deliveries of one message group in the order of their sends
 * </pre>
 */
public final class CausalOrder {

    private final SortedMap<Name, SortedSet<Name>> after = new TreeMap<>();
    private final SortedMap<Name, SortedSet<Name>> reachable = new TreeMap<>();
    private final Recording recording;

    private CausalOrder(Recording recording) {
        this.recording = recording;
    }

    public static CausalOrder of(Recording recording) {
        CausalOrder order = new CausalOrder(recording);
        order.deliveries();
        order.messages();
        order.callsOfInvocations();
        order.receives();
        recording.links().forEach(link -> order.edge(link.from(), link.to()));
        order.groups();
        return order;
    }

    /** Whether {@code earlier} is a cause of {@code later}, or otherwise certain to have come first. Deliveries, invocations, calls, messages. */
    public boolean isBefore(Name earlier, Name later) {
        return reachable.computeIfAbsent(earlier, this::reach).contains(later);
    }

    /** A shortest chain of causes from {@code earlier} to {@code later}, both included; empty where the first is no cause of the other. */
    public List<Name> chain(Name earlier, Name later) {
        SortedMap<Name, Name> cause = new TreeMap<>();
        ArrayDeque<Name> open = new ArrayDeque<>(List.of(earlier));
        while (!open.isEmpty() && !cause.containsKey(later)) {
            Name at = open.remove();
            for (Name next : after.getOrDefault(at, Collections.emptySortedSet())) {
                if (cause.putIfAbsent(next, at) == null) {
                    open.add(next);
                }
            }
        }
        if (!cause.containsKey(later)) {
            return List.of();
        }
        List<Name> chain = new ArrayList<>(List.of(later));
        while (!chain.getLast().equals(earlier)) {
            chain.add(cause.get(chain.getLast()));
        }
        return List.copyOf(chain.reversed());
    }

    /**
     * Pairs of deliveries to the same subscription that nothing orders, the one that came first in the recording first: what an exchange may
     * exchange. Ambiguous deliveries are left out.
     */
    public List<List<Name>> unorderedPairs() {
        List<Delivery> known = recording.deliveries().stream().filter(d -> !d.ambiguous()).toList();
        List<List<Name>> pairs = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            for (Delivery later : known.subList(i + 1, known.size())) {
                Delivery earlier = known.get(i);
                if (later.subscription().equals(earlier.subscription()) && !isBefore(earlier.name(), later.name())
                        && !isBefore(later.name(), earlier.name()) && !later.invocation().equals(earlier.invocation())) {
                    pairs.add(List.of(earlier.name(), later.name()));
                }
            }
        }
        return pairs;
    }

    private void edge(Name from, Name to) {
        if (!from.equals(to)) {
            after.computeIfAbsent(from, k -> new TreeSet<>()).add(to);
        }
    }

    private void deliveries() {
        for (Delivery delivery : recording.deliveries()) {
            edge(delivery.message(), delivery.name());
            edge(delivery.name(), delivery.invocation());
        }
    }

    private void messages() {
        for (Message message : recording.messages()) {
            switch (message.origin()) {
                case Message.Emitted emitted -> edge(emitted.call(), message.name());
                case Message.Forwarded forwarded -> edge(forwarded.message(), message.name());
                case Message.External external -> {
                }
            }
        }
    }

    /** From the first attempt's start to the last one's end. */
    private record Flight(Name call, Moment start, Moment end) {}

    /** A call that was over before another began came before it: one process, one clock. Calls in flight together are not ordered. */
    private void callsOfInvocations() {
        SortedMap<Name, SortedMap<Name, Flight>> byInvocation = new TreeMap<>();
        for (Call call : recording.calls()) {
            byInvocation.computeIfAbsent(call.invocation(), k -> new TreeMap<>()).merge(call.name(),
                    new Flight(call.name(), call.start(), call.end()), CausalOrder::longer);
        }
        byInvocation.forEach((invocation, flights) -> {
            List<Flight> inTurn = new ArrayList<>(flights.values());
            inTurn.sort(Comparator.comparing(Flight::start).thenComparing(Flight::call));
            inTurn.forEach(flight -> edge(invocation, flight.call()));
            inTurn.forEach(flight -> followers(flight, inTurn).forEach(later -> edge(flight.call(), later.call())));
        });
    }

    private static Flight longer(Flight one, Flight other) {
        return new Flight(one.call(), one.start().compareTo(other.start()) <= 0 ? one.start() : other.start(),
                one.end().compareTo(other.end()) >= 0 ? one.end() : other.end());
    }

    /** The next calls after {@code flight}: those that began before any of them was over. The rest follows from these. */
    private static List<Flight> followers(Flight flight, List<Flight> inTurn) {
        List<Flight> next = new ArrayList<>();
        Moment firstOver = null;
        int low = 0;
        int high = inTurn.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inTurn.get(middle).start().compareTo(flight.end()) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (Flight later : inTurn.subList(low, inTurn.size())) {
            if (firstOver != null && later.start().compareTo(firstOver) >= 0) {
                break;
            }
            if (!later.call().equals(flight.call())) {
                next.add(later);
                firstOver = firstOver == null || later.end().compareTo(firstOver) < 0 ? later.end() : firstOver;
            }
        }
        return next;
    }

    private void receives() {
        SortedMap<Name, List<Delivery>> byMessage = new TreeMap<>();
        recording.deliveries().forEach(d -> byMessage.computeIfAbsent(d.message(), k -> new ArrayList<>()).add(d));
        for (List<Delivery> same : byMessage.values()) {
            for (Delivery earlier : same) {
                same.stream().filter(later -> later.subscription().equals(earlier.subscription())
                        && later.receiveCount() > earlier.receiveCount()).forEach(later -> edge(earlier.name(), later.name()));
            }
        }
    }

    private record Grouped(Delivery delivery, Message message) {}

    /** Messages of one group on a FIFO channel are delivered in the order of their sends, where causes order these. */
    private void groups() {
        SortedMap<Name, Message> grouped = new TreeMap<>();
        recording.messages().stream().filter(m -> m.attributes().containsKey("MessageGroupId")).forEach(m -> grouped.put(m.name(), m));
        SortedMap<String, List<Grouped>> byGroup = new TreeMap<>();
        for (Delivery delivery : recording.deliveries()) {
            Message message = grouped.get(delivery.message());
            if (message != null) {
                String group = message.channel() + '\n' + message.attributes().get("MessageGroupId") + '\n' + delivery.subscription();
                byGroup.computeIfAbsent(group, k -> new ArrayList<>()).add(new Grouped(delivery, message));
            }
        }
        List<List<Name>> found = new ArrayList<>();
        for (List<Grouped> same : byGroup.values()) {
            for (Grouped earlier : same) {
                for (Grouped later : same) {
                    if (sentBefore(earlier.message(), later.message())) {
                        found.add(List.of(earlier.delivery().name(), later.delivery().name()));
                    }
                }
            }
        }
        reachable.clear();
        found.forEach(pair -> edge(pair.getFirst(), pair.getLast()));
    }

    private boolean sentBefore(Message first, Message second) {
        return first.origin() instanceof Message.Emitted one && second.origin() instanceof Message.Emitted other
                && !one.call().equals(other.call()) && isBefore(one.call(), other.call());
    }

    private SortedSet<Name> reach(Name from) {
        SortedSet<Name> seen = new TreeSet<>();
        ArrayDeque<Name> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (Name next : after.getOrDefault(open.poll(), Collections.emptySortedSet())) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }
}
