package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What may have led a replay another way than the recording went: fields that redaction had replaced and gaps in what the diverging invocation had been
 * given by then; where nothing diverged and yet the failure is absent, in what all of them were given.
 */
final class Excuses {

    private final Scenario scenario;
    private final ReplayDirection direction;
    private final Findings findings;

    Excuses(Scenario scenario, ReplayDirection direction, Findings findings) {
        this.scenario = scenario;
        this.direction = direction;
        this.findings = findings;
    }

    void remark() {
        List<Name> concerned = findings.first() instanceof Problem.Divergence(Name in, long at, String detail, List<String> differences)
                && in != null ? List.of(in) : List.copyOf(findings.realInvocations().keySet());
        concerned.forEach(this::remark);
    }

    private void remark(Name invocation) {
        Invocation ran = findings.realInvocations().get(invocation);
        String function = ran == null ? "the function" : "`" + ran.function() + "`";
        List<String> fields = RedactedFields.in(direction.givenTo(invocation), scenario.redactedValues());
        if (!fields.isEmpty()) {
            findings.remark(function + " had been given redacted values: " + String.join("; ", fields));
        }
        SortedSet<Name> subjects = new TreeSet<>(List.of(invocation));
        scenario.recording().callsOf(invocation).stream().map(Call::name).forEach(subjects::add);
        for (Gap gap : scenario.recording().gaps()) {
            if (gap.subject() != null && subjects.contains(gap.subject())) {
                findings.remark(function + " meets a gap of the recording: " + gap.detail());
            }
        }
    }
}
