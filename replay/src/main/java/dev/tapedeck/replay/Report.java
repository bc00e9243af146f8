package dev.tapedeck.replay;

import dev.tapedeck.mesh.Quiescence;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.recording.Signature;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a replay found.
 *
 * @param problem what came first of divergences and gaps, null if nothing did
 * @param evidence lowest rung of the real invocations
 * @param digest over every byte that guests yielded and every choice; lower-case hexadecimal
 * @param canonicalDigest over the canonical calls and results with bound values as recorded; compares across runtime versions
 * @param signature of the replay, charged to real components
 * @param recordedSignature of the recording, charged to the same components
 * @param virtualNanos virtual time at the end
 * @param real components that ran their own code
 * @param uncontrolled sources of nondeterminism that a guest reported by name
 * @param segments of every guest, in the order of the run
 * @param steps that the run made
 * @param recording what happened in the replay
 */
public record Report(Outcome outcome, boolean strict, boolean synthetic, @Nullable Problem problem, Rung evidence, String digest,
        String canonicalDigest, Signature signature, Signature recordedSignature, Fidelity fidelity, long virtualNanos,
        SortedSet<String> real,
        List<Binding> bindings, List<Gap> gaps, List<String> findings, SortedSet<String> uncontrolled, List<Quiescence> segments,
        long steps, Recording recording) {

    /** A value of the replay that stood for one of the recording, and why that was believed. */
    public record Binding(String recorded, String replayed, String reason) {}

    public Report {
        bindings = List.copyOf(bindings);
        gaps = List.copyOf(gaps);
        findings = List.copyOf(findings);
        segments = List.copyOf(segments);
    }
}
