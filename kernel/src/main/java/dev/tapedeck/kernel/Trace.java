package dev.tapedeck.kernel;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run's digest with its checkpoints: equal traces are equal runs, and of unequal ones the place where they part can be named. */
public final class Trace {

    private final String hex;
    private final List<Entry> entries;

    Trace(byte[] state, List<Entry> entries) {
        this.hex = HexFormat.of().formatHex(state);
        this.entries = List.copyOf(entries);
    }

    /**
     * One thing taken into the digest.
     *
     * @param check first eight bytes of the chained hash after it
     */
    public record Entry(long step, long nanos, String label, long check) {
        @Override
        public String toString() {
            return "step " + step + " at " + nanos + " ns: " + label;
        }
    }

    /**
     * Where two runs part. Where both entries are there and bear one label, the contents differ: the same thing happened with other bytes.
     *
     * @param position how many entries the two have in common
     * @param here the first entry of this run that the other does not share, null where this run ended
     * @param there likewise of the other run
     */
    public record Difference(int position, @Nullable Entry here, @Nullable Entry there) {

        /** One sentence for a report. */
        public String sentence() {
            if (here == null || there == null) {
                return "one run ended after " + position + " entries, the other went on with " + (here == null ? there : here);
            }
            if (here.label().equals(there.label())) {
                return (here.step() == there.step() && here.nanos() == there.nanos() ? "other content" : "another time") + " in " + here
                        + (here.nanos() == there.nanos() ? "" : " (against " + there.nanos() + " ns)");
            }
            return here + " against " + there;
        }
    }

    /** The digest of the whole run, 64 hexadecimal digits. */
    public String hex() {
        return hex;
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The first entry at which the two runs differ; empty where they are the same. */
    public Optional<Difference> firstDifference(Trace other) {
        if (hex.equals(other.hex)) {
            return Optional.empty();
        }
        int low = 0;
        int high = Math.min(entries.size(), other.entries.size());
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).check() == other.entries.get(middle).check()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Optional.of(new Difference(low, entry(low), other.entry(low)));
    }

    private @Nullable Entry entry(int position) {
        return position < entries.size() ? entries.get(position) : null;
    }
}
