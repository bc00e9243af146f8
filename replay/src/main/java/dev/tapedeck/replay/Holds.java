package dev.tapedeck.replay;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which messages wait for which others: of two exchanged deliveries the one that came first is held until the other one was accepted. */
final class Holds {

    private final SortedMap<Name, Name> held = new TreeMap<>();

    Holds(Scenario scenario, Timeline timeline) {
        scenario.exchanges().forEach(exchange -> hold(exchange, timeline));
    }

    private void hold(Scenario.Exchange exchange, Timeline timeline) {
        Delivery one = timeline.delivery(exchange.one());
        Delivery other = timeline.delivery(exchange.other());
        if (one == null || other == null) {
            throw new IllegalArgumentException("an exchange names a delivery that the recording does not hold: "
                    + (one == null ? exchange.one() : exchange.other()));
        }
        boolean oneFirst = one.at().compareTo(other.at()) <= 0;
        held.put(oneFirst ? one.message() : other.message(), oneFirst ? other.message() : one.message());
    }

    @Nullable
    Name behind(Message message) {
        return held.get(message.name());
    }
}
