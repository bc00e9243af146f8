package dev.tapedeck.replay;

import dev.tapedeck.kernel.Limits;
import dev.tapedeck.mesh.Mesh;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.recording.Name;

/**
 * A replay that was executed up to a point and stands still there. Guests cannot be copied; a step is come back to by executing the run anew until it,
 * which gives the same bytes every time. Holds guests until it is closed.
 */
public final class Standstill implements AutoCloseable {

    /** Where to stand still. */
    public sealed interface Point {}

    /** After the step of this number has been made; 0 is before the first. */
    public record Step(long number) implements Point {}

    /** After a delivery has been handed over. */
    public record Delivered(Name delivery) implements Point {}

    private final Replay replay;
    private final Mesh mesh;
    private final Run run;

    Standstill(Replay replay, Mesh mesh, Point point) {
        this.replay = replay;
        this.mesh = mesh;
        this.run = switch (point) {
            case Step step -> mesh.run(Limits.steps(step.number()));
            case Delivered delivered -> mesh.runUntilDelivered(delivered.delivery(), Limits.steps(Patience.MOST_STEPS));
        };
    }

    /** What came of the run so far; its ending is {@link Run.CutOff} unless it ended before the point was reached. */
    public Run run() {
        return run;
    }

    public boolean strict() {
        return replay.strict();
    }

    /** Whether anything that was fed so far had been made up. */
    public boolean synthetic() {
        return replay.fedSynthetic();
    }

    /** Goes on from here to the end. To be called once. */
    public Report goOn() {
        return replay.toTheEnd(mesh);
    }

    @Override
    public void close() {
        mesh.close();
    }
}
