package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Scenario;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * From {@code d4,d5} to an exchange. Only deliveries that could have come the other way round may be exchanged, so what cannot is refused before
 * anything runs: with the chain of causes that orders the two, or with the pairs that nothing orders.
 */
final class Exchanges {

    private final Recording recording;
    private final DeliveryLabels labels;
    private final CausalOrder order;

    Exchanges(Recording recording) {
        this.recording = recording;
        this.labels = new DeliveryLabels(recording);
        this.order = CausalOrder.of(recording);
    }

    Scenario.Exchange of(String pair) {
        String[] two = pair.split(",", -1);
        if (two.length != 2) {
            throw CommandFailure.usage("`--exchange " + pair + "` is not A,B", hint());
        }
        Delivery one = labels.find(two[0].strip());
        Delivery other = labels.find(two[1].strip());
        if (one.equals(other)) {
            throw CommandFailure.usage("`--exchange " + pair + "` names one delivery twice", hint());
        }
        refuseOrdered(one, other);
        refuseOrdered(other, one);
        refuseUnlike(one, other);
        return new Scenario.Exchange(one.name(), other.name());
    }

    private void refuseOrdered(Delivery earlier, Delivery later) {
        List<Name> chain = order.chain(earlier.name(), later.name());
        if (!chain.isEmpty()) {
            throw CommandFailure.refused("`" + labels.of(later.name()) + "` cannot come before `" + labels.of(earlier.name())
                    + "`, which leads to it: " + chain.stream().map(this::said).filter(part -> !part.isEmpty())
                            .collect(Collectors.joining(" -> ")),
                    hint());
        }
    }

    /** What has a name that people know; a message goes without saying, between the call and the delivery. */
    private String said(Name name) {
        return recording.deliveries().stream().filter(d -> d.name().equals(name)).map(d -> labels.described(d.name())).findFirst()
                .or(() -> recording.invocation(name).map(Invocation::function))
                .or(() -> recording.calls().stream().filter(c -> c.name().equals(name)).map(Exchanges::said).findFirst()).orElse("");
    }

    private static String said(Call call) {
        return call.operation() + " " + call.target();
    }

    private void refuseUnlike(Delivery one, Delivery other) {
        String both = "`" + labels.of(one.name()) + "` and `" + labels.of(other.name()) + "`";
        if (!one.subscription().equals(other.subscription())) {
            throw CommandFailure.usage(both + " go to `" + one.subscription() + "` and `" + other.subscription()
                    + "`: only deliveries to one function can change places", hint());
        }
        if (Objects.equals(one.invocation(), other.invocation())) {
            throw CommandFailure.usage(both + " came in one batch, so neither came before the other", hint());
        }
        for (Delivery delivery : List.of(one, other)) {
            if (delivery.ambiguous()) {
                throw CommandFailure.usage("`" + labels.of(delivery.name())
                        + "` has more than one possible cause, so exchanging it would mean nothing certain", hint());
            }
        }
    }

    private String hint() {
        List<String> pairs = order.unorderedPairs().stream().map(p -> labels.of(p.getFirst()) + "," + labels.of(p.getLast())).toList();
        return pairs.isEmpty()
                ? "this recording orders all its deliveries: there is nothing to exchange"
                : "what nothing orders: " + pairs.stream().limit(12).map(p -> "`--exchange " + p + "`").collect(Collectors.joining(", "))
                        + (pairs.size() > 12 ? ", …" : "");
    }
}
