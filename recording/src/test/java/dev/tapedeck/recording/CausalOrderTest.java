package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CausalOrderTest {

    private final List<Message> messages = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    private static Moment at(long millis) {
        return Moment.ofEpochMillis(1_000 + millis);
    }

    private Message external(String id) {
        return message(Naming.root("q", id), new Message.External(id), "");
    }

    private Message message(Name name, Message.Origin origin, String group) {
        TreeMap<String, String> attributes = new TreeMap<>();
        if (!group.isEmpty()) {
            attributes.put("MessageGroupId", group);
        }
        Message message = new Message(name, "q", origin, null, "", Payload.absent(), attributes, at(0));
        messages.add(message);
        return message;
    }

    private Delivery delivery(Message message, String function, int count, long millis) {
        Name name = Naming.delivery(message.name(), function, count);
        Delivery delivery = new Delivery(name, message.name(), function, count, at(millis), Naming.invocation(function, List.of(name)),
                false);
        deliveries.add(delivery);
        return delivery;
    }

    private Call call(Delivery by, int ordinal, long start, long end) {
        Call call = new Call(Naming.call(by.invocation(), "t", "op", ordinal), 1, by.invocation(), ordinal, "t", "sqs", "op",
                Payload.absent(), new Call.Unrecorded(), at(start), at(end), Call.Effect.UNKNOWN);
        calls.add(call);
        return call;
    }

    private Message sent(Call call, String group) {
        return message(Naming.message(call.name(), 1, 0), new Message.Emitted(call.name(), 1, 0), group);
    }

    private CausalOrder order() {
        return CausalOrder.of(new Recording(new TreeMap<>(), at(0), at(9), List.of(), messages, deliveries, List.of(), calls, List.of(),
                List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of()));
    }

    @Test
    void chain_throughAnInvocation_namesEachStep() {
        Delivery first = delivery(external("1"), "f", 1, 1);
        Call call = call(first, 1, 2, 3);
        Message sent = sent(call, "");
        Delivery second = delivery(sent, "g", 1, 4);
        assertThat(order().chain(first.name(), second.name())).containsExactly(first.name(), first.invocation(), call.name(), sent.name(),
                second.name());
        assertThat(order().chain(second.name(), first.name())).isEmpty();
    }

    @Test
    void chain_betweenUnordered_isEmpty() {
        Delivery first = delivery(external("1"), "f", 1, 1);
        Delivery second = delivery(external("2"), "f", 1, 2);
        assertThat(order().chain(first.name(), second.name())).isEmpty();
    }

    @Test
    void unorderedPairs_twoRequests_areOne() {
        Delivery first = delivery(external("1"), "f", 1, 1);
        Delivery second = delivery(external("2"), "f", 1, 2);
        assertThat(order().unorderedPairs()).containsExactly(List.of(first.name(), second.name()));
    }

    @Test
    void unorderedPairs_differentSubscriptions_areNone() {
        delivery(external("1"), "f", 1, 1);
        delivery(external("2"), "g", 1, 2);
        assertThat(order().unorderedPairs()).isEmpty();
    }

    @Test
    void unorderedPairs_effectOfTheOther_isOrdered() {
        Delivery first = delivery(external("1"), "f", 1, 1);
        Delivery second = delivery(sent(call(first, 1, 2, 3), ""), "f", 1, 4);
        CausalOrder order = order();
        assertThat(order.unorderedPairs()).isEmpty();
        assertThat(order.isBefore(first.name(), second.name())).isTrue();
        assertThat(order.isBefore(second.name(), first.name())).isFalse();
    }

    @Test
    void unorderedPairs_redelivery_isOrdered() {
        Message message = external("1");
        delivery(message, "f", 1, 1);
        delivery(message, "f", 2, 2);
        assertThat(order().unorderedPairs()).isEmpty();
    }

    @Test
    void unorderedPairs_clocksSayOtherwise_causesWin() {
        Delivery first = delivery(external("1"), "f", 1, 50);
        Delivery second = delivery(sent(call(first, 1, 51, 52), ""), "f", 1, 4);
        assertThat(order().isBefore(first.name(), second.name())).isTrue();
    }

    @Test
    void calls_inFlightTogether_areNotOrdered() {
        Delivery by = delivery(external("1"), "f", 1, 0);
        Call one = call(by, 1, 1, 5);
        Call other = call(by, 2, 2, 4);
        Call last = call(by, 3, 6, 7);
        CausalOrder order = order();
        assertThat(order.isBefore(one.name(), other.name())).isFalse();
        assertThat(order.isBefore(other.name(), one.name())).isFalse();
        assertThat(order.isBefore(one.name(), last.name())).isTrue();
        assertThat(order.isBefore(other.name(), last.name())).isTrue();
    }

    @Test
    void calls_manyInTurn_areOrderedThroughEachOther() {
        Delivery by = delivery(external("1"), "f", 1, 0);
        Call first = call(by, 0, 0, 1);
        for (int i = 1; i < 2_000; i++) {
            call(by, i, i, i + 1);
        }
        assertThat(order().isBefore(first.name(), calls.getLast().name())).isTrue();
    }

    @Test
    void groups_sendsInTurn_orderTheirDeliveries() {
        Delivery by = delivery(external("1"), "f", 1, 0);
        Delivery first = delivery(sent(call(by, 1, 1, 2), "g"), "h", 1, 5);
        Delivery second = delivery(sent(call(by, 2, 3, 4), "g"), "h", 1, 6);
        assertThat(order().isBefore(first.name(), second.name())).isTrue();
    }

    @Test
    void groups_sendsOfTwoRuns_leaveTheirDeliveriesUnordered() {
        Delivery first = delivery(sent(call(delivery(external("1"), "f", 1, 0), 1, 1, 2), "g"), "h", 1, 5);
        Delivery second = delivery(sent(call(delivery(external("2"), "k", 1, 0), 1, 3, 4), "g"), "h", 1, 6);
        assertThat(order().unorderedPairs()).containsExactly(List.of(first.name(), second.name()));
    }

    @Test
    void isBefore_cycle_ends() {
        Delivery by = delivery(external("1"), "f", 1, 0);
        Call call = call(by, 1, 1, 2);
        Message sent = sent(call, "");
        Delivery back = new Delivery(Naming.derived(by.name(), "x"), sent.name(), "f", 1, at(3), by.invocation(), false);
        deliveries.add(back);
        assertThat(order().isBefore(call.name(), sent.name())).isTrue();
    }
}
