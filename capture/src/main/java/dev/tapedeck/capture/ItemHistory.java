package dev.tapedeck.capture;

import dev.tapedeck.capture.ItemAccess.Observation;
import dev.tapedeck.capture.ItemAccess.Source;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.InitialState.Existence;
import dev.tapedeck.recording.InitialState.Provenance;
import dev.tapedeck.recording.InitialState.Value;
import dev.tapedeck.recording.ItemUpdate;
import dev.tapedeck.recording.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows one item through the window and finds what it was in the beginning. Where an observation contradicts what is known, the explanations are
 * tried in the order of how little they assume:
 *
 * <pre>
 *   a write that nobody knew to have happened did happen
 *   two calls in flight together took effect in the other order
 *   an eventually consistent read showed what the item held earlier
 *   somebody out of scope wrote it
 * </pre>
 */
final class ItemHistory {

    /** What following the item brought to light. */
    interface Findings {
        /** When a call took effect, where the order of calls in flight together was settled by what they saw. */
        void tookEffect(Call call, Moment at);

        /** A write whose answer was lost happened: a later read shows it. */
        void happened(Call call, Moment at);

        void stale(Call call, Moment asOf);

        void foreign(InitialState.ForeignWrite write, Call seenBy);

        /** An attribute's value before was needed, and nothing tells it. */
        void needed(String attribute, Call by);
    }

    private final ItemAccesses.Place place;
    private final Findings findings;
    private final List<ItemAccess> open;
    private final List<ItemAccess> done = new ArrayList<>();
    private final List<ItemState> versions = new ArrayList<>();
    private final List<ItemAccess> doubtful = new ArrayList<>();
    private final SortedMap<String, Value> initial = new TreeMap<>();
    private Existence initially = Existence.UNKNOWN;
    private Provenance provenance = Provenance.UNKNOWN;
    private ItemState now;
    private boolean pristine = true;
    private boolean whole;
    private final Map<Call, Moment> settled = new HashMap<>();

    private ItemHistory(ItemAccesses.Place place, List<ItemAccess> accesses, Findings findings) {
        this.place = place;
        this.findings = findings;
        this.open = new ArrayList<>(
                accesses.stream().sorted(Comparator.comparing(ItemAccess::at).thenComparing(a -> a.call().start())).toList());
        this.now = ItemState.unknown(place.key(), open.getFirst().from());
        versions.add(now);
    }

    static InitialState.Item solve(ItemAccesses.Place place, List<ItemAccess> accesses, Findings findings) {
        ItemHistory history = new ItemHistory(place, accesses, findings);
        while (!history.open.isEmpty()) {
            history.take(history.open.removeFirst());
        }
        return new InitialState.Item(place.table(), place.key(), history.initially, history.provenance, history.initial,
                history.whole);
    }

    private void take(ItemAccess access) {
        if (access.doubtful()) {
            doubtful.add(access);
            return;
        }
        Observation before = access.before();
        if (before != null) {
            observe(access, before);
        }
        if (access.write() != null) {
            kept(access);
            computed(access);
            write(access);
        }
        done.add(access);
    }

    private void observe(ItemAccess access, Observation seen) {
        if (now.fits(seen) || explained(access, seen)) {
            learn(seen);
        }
    }

    private void learn(Observation seen) {
        if (!now.fits(seen)) {
            return;
        }
        Provenance source = seen.source() == Source.CONDITION ? Provenance.IMPLIED_BY_CONDITION : Provenance.OBSERVED;
        if (pristine && initially == Existence.UNKNOWN) {
            initially = seen.item() == null ? Existence.ABSENT : Existence.PRESENT;
            provenance = source;
        }
        ObjectNode item = seen.item();
        if (item != null && initially != Existence.ABSENT && now.restUnknown()) {
            item.properties().stream().filter(a -> !now.attributes().has(a.getKey()) && !place.key().has(a.getKey()))
                    .forEach(a -> learn(a.getKey(), new Value(a.getValue(), source)));
            if (seen.whole()) {
                complete();
            }
        }
        now = now.seen(seen);
        versions.set(versions.size() - 1, now);
    }

    /** An attribute that nobody wrote since was there in the beginning, and so was the item. */
    private void learn(String attribute, Value value) {
        if (now.touched().contains(attribute)) {
            return;
        }
        initial.putIfAbsent(attribute, value);
        if (initially == Existence.UNKNOWN) {
            initially = Existence.PRESENT;
            provenance = value.provenance();
        }
    }

    /** Everything of the item is seen: what is not there and was not written since was not there in the beginning either. */
    private void complete() {
        whole = true;
        now.touched().stream().filter(attribute -> !place.key().has(attribute))
                .forEach(attribute -> initial.putIfAbsent(attribute, new Value(NullNode.getInstance(), Provenance.UNKNOWN)));
    }

    /** A new image tells of the attributes that the write left alone. */
    private void kept(ItemAccess access) {
        ObjectNode after = access.after();
        if (after == null || access.write() == null) {
            return;
        }
        ObjectNode left = after.deepCopy();
        ItemUpdate.written(access.write().request()).forEach(left::remove);
        if (left.size() > place.key().size()) {
            observe(access, new Observation(left, false, Source.READ));
        }
    }

    /** A new image may tell by what it was computed from that a write nobody heard of had happened before. */
    private void computed(ItemAccess access) {
        ObjectNode after = access.after();
        if (after == null || now.after(access).fits(new Observation(after, true, Source.READ))) {
            return;
        }
        Observation shown = new Observation(after, true, Source.READ);
        doubtful.stream().filter(maybe -> now.after(maybe).after(access).fits(shown)).findFirst()
                .ifPresent(maybe -> happened(maybe, access));
    }

    private void happened(ItemAccess maybe, ItemAccess seenBy) {
        findings.happened(maybe.call(), maybe.to().compareTo(seenBy.from()) < 0 ? maybe.to() : seenBy.from());
        doubtful.remove(maybe);
        write(maybe);
        done.add(maybe);
    }

    private void write(ItemAccess access) {
        if (access.write() != null && access.after() == null && now.existence() != Existence.ABSENT) {
            ItemUpdate.Image image = ItemUpdate.apply(access.write().operation(), access.write().request(), now.image());
            image.unknown().forEach(attribute -> findings.needed(attribute, access.call()));
        }
        now = now.after(access).since(settled.getOrDefault(access.call(), access.at()));
        if (access.after() != null) {
            if (now.restUnknown() && initially != Existence.ABSENT) {
                complete();
            }
            now = now.shown(access.after());
        }
        pristine = false;
        versions.add(now);
    }

    /** Whether something explains the contradiction; {@code now} is then the state in which the observation fits. */
    private boolean explained(ItemAccess access, Observation seen) {
        return happenedAfterAll(access, seen) || laterOneCameFirst(access, seen) || cameBeforeEarlierOne(access, seen)
                || stale(access, seen)
                || foreign(access, seen);
    }

    private boolean happenedAfterAll(ItemAccess access, Observation seen) {
        for (ItemAccess maybe : doubtful) {
            ItemState then = now.after(maybe);
            if (then.fits(seen)) {
                happened(maybe, access);
                return true;
            }
        }
        return false;
    }

    private boolean laterOneCameFirst(ItemAccess access, Observation seen) {
        for (ItemAccess later : open) {
            if (later.write() != null && !later.doubtful() && later.overlaps(access) && now.after(later).fits(seen)) {
                open.remove(later);
                inTurn(later, access);
                take(later);
                return now.fits(seen);
            }
        }
        return false;
    }

    private boolean cameBeforeEarlierOne(ItemAccess access, Observation seen) {
        for (int back = versions.size() - 2, at = done.size() - 1; back >= 0 && at >= 0; at--) {
            ItemAccess earlier = done.get(at);
            if (earlier.write() == null) {
                continue;
            }
            if (!earlier.overlaps(access) || access.write() != null) {
                return false;
            }
            if (versions.get(back).fits(seen)) {
                inTurn(access, earlier);
                versions.set(back + 1, versions.get(back + 1).since(settled.getOrDefault(earlier.call(), earlier.at())));
                return true;
            }
            back--;
        }
        return false;
    }

    /** Puts the effects of two calls in flight together in an order, in the middle of the time that they share. */
    private void inTurn(ItemAccess first, ItemAccess second) {
        Moment from = first.from().compareTo(second.from()) > 0 ? first.from() : second.from();
        Moment to = first.to().compareTo(second.to()) < 0 ? first.to() : second.to();
        Moment middle = from.plusNanos(to.nanosSince(from) / 2);
        settled.put(first.call(), middle);
        settled.put(second.call(), middle.plusNanos(1));
        settled.forEach(findings::tookEffect);
    }

    private boolean stale(ItemAccess access, Observation seen) {
        if (seen.source() != Source.EVENTUAL_READ) {
            return false;
        }
        for (ItemState earlier : versions.reversed()) {
            if (earlier.existence() != Existence.UNKNOWN && !earlier.restUnknown() && earlier.fits(seen)) {
                findings.stale(access.call(), earlier.since());
                return true;
            }
        }
        if (!pristine && initially == Existence.UNKNOWN && versions.getFirst().fits(seen)) {
            initially = seen.item() == null ? Existence.ABSENT : Existence.PRESENT;
            provenance = Provenance.OBSERVED;
            findings.stale(access.call(), versions.getFirst().since());
            return true;
        }
        return false;
    }

    private boolean foreign(ItemAccess access, Observation seen) {
        Moment notBefore = done.isEmpty() ? access.from() : new TreeSet<>(done.stream().map(ItemAccess::from).toList()).last();
        now = now.overwritten(seen, access.from());
        versions.add(now);
        pristine = false;
        ObjectNode item = seen.item();
        JsonNode image = item == null ? NullNode.getInstance() : now.attributes().deepCopy();
        findings.foreign(
                new InitialState.ForeignWrite(place.table(), place.key(), image, item == null || seen.whole(), notBefore, access.to(),
                        access.call().name(), access.call().attempt()),
                access.call());
        return true;
    }
}
