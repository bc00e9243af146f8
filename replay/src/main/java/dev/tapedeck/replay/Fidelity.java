package dev.tapedeck.replay;

/**
 * How far the outgoing calls and results of real guests agree with the recorded ones. What was fed in is not counted.
 *
 * @param equal the same to the value
 * @param bound the same once bound values are taken for one another
 * @param different matched to a recorded one, but differing
 * @param missing recorded and not made
 * @param extra made and not recorded
 */
public record Fidelity(int equal, int bound, int different, int missing, int extra) {

    /** Of how many recorded calls and results the first four are parts. */
    public int recorded() {
        return equal + bound + different + missing;
    }

    public boolean whole() {
        return different == 0 && missing == 0 && extra == 0;
    }

    /** Counts as they come. */
    static final class Tally {
        private int equal;
        private int bound;
        private int different;
        private int missing;
        private int extra;

        void count(Comparison.Grade grade) {
            switch (grade) {
                case EQUAL -> equal++;
                case BOUND -> bound++;
                case DIFFERENT -> different++;
            }
        }

        void missing() {
            missing++;
        }

        void extra() {
            extra++;
        }

        Fidelity total() {
            return new Fidelity(equal, bound, different, missing, extra);
        }
    }
}
