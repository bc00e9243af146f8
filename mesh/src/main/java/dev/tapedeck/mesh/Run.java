package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Halt;
import dev.tapedeck.kernel.Schedule;
import dev.tapedeck.kernel.StepId;
import dev.tapedeck.kernel.Trace;
import dev.tapedeck.kernel.VirtualTime;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What came of a run.
 *
 * @param trace its digest
 * @param schedule the choices it made
 * @param tables what every table held at the end
 * @param queued the messages that every queue held at the end, in order of acceptance
 * @param uncontrolled what guests did that cannot be made deterministic, as {@code component: what}
 * @param unmet perturbations, and recorded batches, that waited for something that never came, a sentence each
 * @param turnedAway requests that met a function at the limit of its concurrency, or were larger than it takes
 * @param segments of every guest, in the order of the run
 * @param standing the instances of functions that there are at the end, in the order of their names
 */
public record Run(Recording recording, Trace trace, Schedule schedule, Ending ending, SortedMap<String, JsonNode> tables,
        SortedMap<String, List<Name>> queued, List<String> uncontrolled, List<String> unmet, List<Name> turnedAway,
        List<Quiescence> segments, List<Standing> standing, VirtualTime end, StepId last) {

    /**
     * An instance as it stands.
     *
     * @param state {@code starting}, {@code idle}, {@code running}, {@code returning}; {@code ended} where another process comes after this one
     * @param invocation that it runs, or ran last
     * @param waitsFor the calls whose answers have not reached it, as {@code GetItem of invoices}
     */
    public record Standing(String instance, String state, Name invocation, List<String> waitsFor) {
        public Standing {
            waitsFor = List.copyOf(waitsFor);
        }
    }

    /** How it ended. */
    public sealed interface Ending {}

    /** Nothing was left to happen. */
    public record Drained() implements Ending {}

    /** A limit cut it off: {@code STEP_LIMIT} or {@code TIME_LIMIT}. */
    public record CutOff(Halt halt) implements Ending {}

    /** Somebody had to be asked who could not say: the direction stopped it, or a part of the system has no model. */
    public record Stopped(String reason) implements Ending {}

    /** The schedule that was played did not fit. */
    public record Derailed(String mismatch) implements Ending {}

    public Run {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        queued = Collections.unmodifiableSortedMap(new TreeMap<>(queued));
        uncontrolled = List.copyOf(uncontrolled);
        unmet = List.copyOf(unmet);
        turnedAway = List.copyOf(turnedAway);
        segments = List.copyOf(segments);
        standing = List.copyOf(standing);
    }
}
