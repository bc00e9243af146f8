package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.ItemWrites;
import dev.tapedeck.recording.Moment;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call's contact with one item: what it shows of the item before, what it does to it, and what it shows of it afterwards.
 *
 * @param before what was seen of the item at that moment: by a read, by a returned old image, by a condition that held
 * @param write what was done to it, null for a read
 * @param after the item afterwards where the answer shows it whole
 * @param doubtful whether nobody knows that the write happened
 */
record ItemAccess(Call call, @Nullable Observation before, ItemWrites.@Nullable Write write, @Nullable ObjectNode after, boolean doubtful) {

    /** How an observation came about. */
    enum Source {
        READ,
        /** A read that need not show the latest state. */
        EVENTUAL_READ,
        CONDITION
    }

    /**
     * @param item its attributes, null where it was seen not to be there
     * @param whole whether these are all of its attributes
     */
    record Observation(@Nullable ObjectNode item, boolean whole, Source source) {}

    Moment from() {
        return call.start();
    }

    Moment to() {
        return call.end();
    }

    /** When it took place: as the target's evidence says, else halfway. */
    Moment at() {
        Moment known = call.effect().at();
        return known != null ? known : from().plusNanos(to().nanosSince(from()) / 2);
    }

    boolean overlaps(ItemAccess other) {
        return from().compareTo(other.to()) < 0 && other.from().compareTo(to()) < 0;
    }
}
