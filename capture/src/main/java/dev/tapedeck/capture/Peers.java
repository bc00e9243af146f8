package dev.tapedeck.capture;

import dev.tapedeck.capture.Deviations.Deviation;
import dev.tapedeck.recording.Invariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares workflows with those of their kind, to seal what sets them apart: one with those that ran nearest to it, several with all. */
final class Peers {

    /** Enough for three quarters of them to mean something, few enough for extraction to stay fast. */
    private static final int ENOUGH = 100;

    private final Analysis analysis;
    private final List<Workflow> all;

    private Peers(Analysis analysis) {
        this.analysis = analysis;
        this.all = analysis.workflows();
    }

    /**
     * What is broken about the workflows {@code ids}, as invariants that they violate. Of several each has its own, so that it can be told which of
     * them a replay breaks.
     */
    static List<Invariant> invariants(Set<String> ids, Analysis analysis) {
        Peers peers = new Peers(analysis);
        List<Workflow> subjects = peers.all.stream().filter(w -> ids.contains(w.id)).toList();
        return switch (subjects.size()) {
            case 0 -> List.of();
            case 1 -> peers.alone(subjects.getFirst());
            default -> peers.several(analysis.told().stream().filter(w -> ids.contains(w.id)).toList());
        };
    }

    private List<Invariant> alone(Workflow subject) {
        List<Workflow> peers = new ArrayList<>(all.stream().filter(w -> w.kind.equals(subject.kind) && w != subject)
                .sorted(Comparator.comparingLong(w -> Math.abs(w.startNanos() - subject.startNanos()))).limit(ENOUGH).toList());
        peers.add(subject);
        new Facts(analysis.wiring(), analysis.targets()).tell(peers);
        return SealedInvariants.of(subject, sure(peers, Deviations.among(peers)).getOrDefault(subject, List.of()),
                SealedInvariants.Whose.ALONE);
    }

    private List<Invariant> several(List<Workflow> subjects) {
        List<Invariant> sealed = new ArrayList<>();
        int ordinal = 0;
        Map<Workflow, List<Deviation>> deviations = new LinkedHashMap<>();
        for (String kind : subjects.stream().map(w -> w.kind).distinct().toList()) {
            deviations.putAll(sure(analysis.toldOf(kind), analysis.deviations(kind)));
        }
        OwnDeeds deeds = new OwnDeeds(subjects, analysis.wiring(), analysis.targets());
        for (Workflow subject : subjects) {
            if (deviations.containsKey(subject)) {
                ordinal++;
                sealed.addAll(SealedInvariants.of(subject, deviations.getOrDefault(subject, List.of()), deeds.of(subject, ordinal)));
            }
        }
        return sealed;
    }

    /** What is known to deviate: nothing that might still have come. */
    private Map<Workflow, List<Deviation>> sure(List<Workflow> peers, Map<Workflow, List<Deviation>> deviating) {
        Ending ending = new Ending(peers, all);
        Map<Workflow, List<Deviation>> sure = new LinkedHashMap<>();
        deviating.forEach((workflow, deviations) -> {
            List<Deviation> known = deviations.stream()
                    .filter(d -> d.kind() == SymptomReport.FindingKind.DONE_TWICE || ending.openBecause(workflow, d).isEmpty()).toList();
            if (!known.isEmpty()) {
                sure.put(workflow, known);
            }
        });
        return sure;
    }
}
