package dev.tapedeck.capture;

import dev.tapedeck.capture.Deviations.Deviation;
import dev.tapedeck.recording.Invariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Compares one workflow with those of its kind that ran nearest to it in time, to seal what sets it apart. */
final class Peers {

    /** Enough for three quarters of them to mean something, few enough for extraction to stay fast. */
    private static final int ENOUGH = 100;

    private Peers() {}

    static List<Invariant> invariants(String id, Analysis analysis) {
        List<Workflow> all = analysis.workflows();
        Workflow subject = all.stream().filter(w -> w.id.equals(id)).findFirst().orElse(null);
        if (subject == null) {
            return List.of();
        }
        List<Workflow> peers = new ArrayList<>(all.stream().filter(w -> w.kind.equals(subject.kind) && !w.id.equals(id))
                .sorted(Comparator.comparingLong(w -> Math.abs(w.startNanos() - subject.startNanos()))).limit(ENOUGH).toList());
        peers.add(subject);
        new Facts(analysis.wiring(), analysis.targets()).tell(peers);
        Map<Workflow, List<Deviation>> deviations = Deviations.among(peers);
        Ending ending = new Ending(peers, all);
        List<Deviation> sure = deviations.getOrDefault(subject, List.of()).stream()
                .filter(d -> d.kind() == SymptomReport.FindingKind.DONE_TWICE || ending.openBecause(subject, d).isEmpty()).toList();
        return SealedInvariants.of(subject, sure);
    }
}
