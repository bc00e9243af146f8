package dev.tapedeck.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says what the telemetry is too thin to tell, and what would help, so that a short list of findings is not taken for a clean bill of health. */
final class Notes {

    private static final String HELP = "give the traces as well, or log lines with a request id, or with a correlation id and the step or component; "
            + "a field of another name is named with `--correlation-field`";

    private final Runs runs;
    private final Correlations correlations;
    private final List<Clocks.Skew> skews;
    private final List<SymptomReport.WorkflowKind> kinds;
    private final Failures failures;

    Notes(Analysis analysis, List<SymptomReport.WorkflowKind> kinds) {
        this.runs = analysis.runs();
        this.correlations = analysis.correlations();
        this.skews = analysis.skews();
        this.kinds = kinds;
        this.failures = new Failures(analysis.wiring());
    }

    List<String> sentences() {
        List<String> notes = new ArrayList<>();
        long byLines = runs.all().stream().filter(Run::isToldByLines).count();
        if (runs.all().isEmpty()) {
            notes.add("nothing could be judged: none of " + runs.unclaimed().size()
                    + " log lines says to which invocation or workflow it belongs; "
                    + HELP);
        } else if (byLines == runs.all().size()) {
            notes.add(
                    "told by log lines alone: which steps were logged can be compared, but not what was handed over, sent, written or called; "
                            + "give the traces as well");
        } else if (byLines > 0) {
            notes.add(byLines + " of " + runs.all().size() + " invocations are told of by log lines alone; what they did is not known");
        }
        if (!runs.all().isEmpty() && !runs.unclaimed().isEmpty()) {
            notes.add(runs.unclaimed().size() + " log lines belong to no invocation");
        }
        if (!correlations.found().isEmpty()) {
            notes.add("no field of a usual name carries a correlation id: `" + correlations.found()
                    + "` was found to tell workflows apart; `--correlation-field` names another");
        }
        kinds.stream().filter(kind -> kind.workflows() < Deviations.FEWEST).forEach(kind -> notes.add(
                kind.workflows() + " workflows of kind " + kind.name() + " are too few to be compared with each other"));
        notes.addAll(swallowed());
        skews.forEach(skew -> notes.add(skew.sentence()));
        return notes;
    }

    /** Failures that their callers were told of. Whether those meant to do without is not known. */
    private List<String> swallowed() {
        SortedMap<String, List<Run>> failed = new TreeMap<>();
        for (Run run : runs.all()) {
            if (run.result().failed()) {
                failures.toldTo(run).ifPresent(caller -> failed.computeIfAbsent("`" + run.function() + "` failed with "
                        + Failures.type(run.result()) + ", and `" + caller.function()
                        + "`, which had invoked it, was told and did not fail",
                        k -> new ArrayList<>()).add(run));
            }
        }
        return failed.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue().size() + " times, taken as handled; one of them is `--correlation "
                        + correlations.of(e.getValue().getFirst()).stream().findFirst().orElse(e.getValue().getFirst().requestId()) + "`")
                .toList();
    }
}
