package dev.tapedeck.capture;

import dev.tapedeck.capture.ItemAccess.Observation;
import dev.tapedeck.recording.InitialState.Existence;
import dev.tapedeck.recording.ItemUpdate;
import dev.tapedeck.recording.ItemWrites;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of an item at one moment. An attribute is known, known not to be there, or still as it was in the beginning and unknown; in the last
 * case an observation tells what it was in the beginning.
 *
 * @param attributes known ones
 * @param restUnknown whether there may be attributes that nobody has spoken of
 * @param touched attributes that were written since the beginning, so that seeing them says nothing of the beginning
 * @param since when it became so
 */
record ItemState(Existence existence, ObjectNode attributes, boolean restUnknown, Set<String> touched, Moment since) {

    ItemState {
        touched = java.util.Collections.unmodifiableSet(new TreeSet<>(touched));
    }

    static ItemState unknown(ObjectNode key, Moment since) {
        return new ItemState(Existence.UNKNOWN, key.deepCopy(), true, Set.of(), since);
    }

    /** Whether an observation agrees with what is known. */
    boolean fits(Observation seen) {
        ObjectNode item = seen.item();
        if (item == null) {
            return existence != Existence.PRESENT;
        }
        if (existence == Existence.ABSENT) {
            return false;
        }
        for (var attribute : item.properties()) {
            var known = attributes.get(attribute.getKey());
            boolean open = known == null && restUnknown && !touched.contains(attribute.getKey());
            if (!open && !attribute.getValue().equals(known)) {
                return false;
            }
        }
        return !seen.whole() || attributes.propertyNames().stream().allMatch(item::has);
    }

    /** What is known after an observation that fits. */
    ItemState seen(Observation seen) {
        ObjectNode item = seen.item();
        if (item == null) {
            return new ItemState(Existence.ABSENT, Json.object(), false, touched, since);
        }
        ObjectNode known = attributes.deepCopy();
        item.properties().forEach(a -> known.set(a.getKey(), a.getValue()));
        return new ItemState(Existence.PRESENT, known, restUnknown && !seen.whole(), touched, since);
    }

    /** What is known after somebody else's write that an observation shows. */
    ItemState overwritten(Observation seen, Moment at) {
        Set<String> now = new TreeSet<>(touched);
        ObjectNode item = seen.item();
        if (item == null) {
            return new ItemState(Existence.ABSENT, Json.object(), false, now, at);
        }
        now.addAll(item.propertyNames());
        ObjectNode known = seen.whole() ? item.deepCopy() : attributes.deepCopy();
        item.properties().forEach(a -> known.set(a.getKey(), a.getValue()));
        return new ItemState(Existence.PRESENT, known, restUnknown && !seen.whole(), now, at);
    }

    ItemUpdate.Image image() {
        return existence == Existence.ABSENT ? ItemUpdate.Image.ABSENT : new ItemUpdate.Image(attributes, !restUnknown, Set.of());
    }

    ItemState since(Moment at) {
        return new ItemState(existence, attributes, restUnknown, touched, at);
    }

    /** What is known after a write. */
    ItemState after(ItemAccess access) {
        ItemWrites.Write write = access.write();
        if (write == null) {
            return this;
        }
        ItemUpdate.Image image = ItemUpdate.apply(write.operation(), write.request(), image());
        ObjectNode item = image.item();
        if (item == null) {
            return new ItemState(Existence.ABSENT, Json.object(), false, touched, access.at());
        }
        boolean replaced = !write.operation().equals("UpdateItem") || existence == Existence.ABSENT;
        Set<String> now = new TreeSet<>(touched);
        now.addAll(ItemUpdate.written(write.request()));
        return new ItemState(Existence.PRESENT, item, restUnknown && !replaced, now, access.at());
    }

    /** The image after a write where the answer shows it: all of it, so that nothing is left unknown. */
    ItemState shown(ObjectNode image) {
        return new ItemState(Existence.PRESENT, image, false, touched, since);
    }
}
