package dev.tapedeck.kernel;

/**
 * How far a run may go. A run that is cut off says so; it is never taken for one that ended.
 *
 * @param steps number of the last step that may be made
 * @param until nothing that is due later happens
 */
public record Limits(long steps, VirtualTime until) {

    public static final Limits NONE = new Limits(Long.MAX_VALUE, new VirtualTime(Long.MAX_VALUE));

    public static Limits steps(long steps) {
        return new Limits(steps, NONE.until);
    }

    public static Limits until(VirtualTime until) {
        return new Limits(NONE.steps, until);
    }
}
