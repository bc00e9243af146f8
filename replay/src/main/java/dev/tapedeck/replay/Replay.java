package dev.tapedeck.replay;

import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.mesh.Guests;
import dev.tapedeck.mesh.Mesh;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.mesh.Setup;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.InvariantJudge;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.recording.Signature;
import dev.tapedeck.recording.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario once: {@code replay(scenario) -> report}, the replay's own recording within it. A pure function of the scenario, the staged
 * code and the runtime; it reads no clock and prints nothing.
 */
public final class Replay {

    /** How far apart two events may be due and still change places under the random scheduler. */
    private static final long RANDOM_SLACK_NANOS = 2_000_000_000;
    private static final long TIMEOUT_TOLERANCE_NANOS = 5_000_000;

    private final Scenario scenario;
    private final Guests programs;
    private final InvariantJudge judge;
    private final Timeline timeline;
    private final Bindings bindings;
    private final Findings findings;
    private final Patience patience;
    private final ReplayDirection direction;

    /**
     * @param programs opens instances of real functions and of modelled dependencies' programs
     * @param judge of declared and sealed invariants
     */
    public Replay(Scenario scenario, Guests programs, InvariantJudge judge) {
        this.scenario = scenario;
        this.programs = programs;
        this.judge = judge;
        this.timeline = new Timeline(scenario.recording());
        this.bindings = new Bindings(scenario.synthetic(), scenario.redactedValues());
        this.findings = new Findings(scenario);
        this.patience = new Patience(scenario.recording(), findings);
        this.direction = new ReplayDirection(scenario, timeline, bindings, findings, patience);
    }

    public Report run() {
        try (Mesh mesh = mesh()) {
            return toTheEnd(mesh);
        }
    }

    Report toTheEnd(Mesh mesh) {
        return report(patience.toTheEnd(mesh::run));
    }

    /**
     * Executes the run anew up to a point, and stands still there: every guest, queue and table is as it was then, and can go on as it did.
     *
     * @return to be closed
     */
    public Standstill runUntil(Standstill.Point point) {
        return new Standstill(this, mesh(), point);
    }

    boolean strict() {
        return scenario.strict();
    }

    boolean fedSynthetic() {
        return findings.fedSynthetic();
    }

    private Mesh mesh() {
        Recording recording = scenario.recording();
        Setup setup = new Setup(scheduler(), recording.from(), new Seed(scenario.seed()), direction.tables(), new TreeMap<>(debug()));
        Mesh mesh = new Mesh(scenario.system(), setup, this::guest, direction);
        for (Message message : recording.messages()) {
            if (message.origin() instanceof Message.External && scenario.runs(message)) {
                mesh.inject(message, Math.max(0, message.sentAt().nanosSince(recording.from())));
            }
        }
        return mesh;
    }

    private SortedMap<String, String> debug() {
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put("deployment.environment", "debug");
        return attributes;
    }

    private Scheduler scheduler() {
        return switch (scenario.order()) {
            case RECORDED -> Scheduler.inOrder();
            case RANDOM -> Scheduler.random(new Seed(scenario.seed()), RANDOM_SLACK_NANOS);
        };
    }

    private dev.tapedeck.mesh.Guest guest(String component, int ordinal) {
        return scenario.kind(component) == Scenario.ComponentKind.RECORDED
                ? new RecordedGuest(component, timeline, bindings, direction, findings, scenario)
                : programs.open(component, ordinal);
    }

    private Report report(Run run) {
        Recording replayed = withRecordedEvidence(run.recording());
        long end = run.end().nanos();
        ending(run, end);
        if (scenario.strict()) {
            missingInvocations(end);
        } else {
            waitedLonger(run, end);
        }
        List<Invariant> invariants = new ArrayList<>(scenario.recording().invariants());
        invariants.addAll(scenario.invariants());
        List<String> real = scenario.realComponents();
        Signatures.Judged then = Signatures.of(scenario.recording(), invariants, judge);
        Signatures.Judged now = Signatures.of(replayed, invariants, judge);
        TreeSet<String> ran = new TreeSet<>();
        replayed.invocations().stream().map(Invocation::function).filter(scenario::real).forEach(ran::add);
        Signature found = now.restrictedTo(real);
        Outcome outcome = new Judgement(findings.first(), then.restrictedTo(real), then.signature(), found, ran, scenario.strict(),
                endedNormally(replayed), now.unjudged(), then.unjudged()).outcome();
        List<Report.Binding> bound = bindings.all().stream().map(b -> new Report.Binding(b.recorded(), b.replayed(), b.reason())).toList();
        if (outcome == Outcome.DIVERGED || outcome == Outcome.NOT_REPRODUCED) {
            new Excuses(scenario, direction, findings).remark();
        }
        return new Report(outcome, scenario.strict(), findings.fedSynthetic(), findings.first(), evidence(), run.trace().hex(),
                CanonicalDigest.of(replayed, scenario, bindings), found, then.restrictedTo(real), findings.fidelity(), end, ran,
                bound,
                findings.gaps(), remarks(then, now, outcome, bound, Failures.of(found, replayed)), new TreeSet<>(run.uncontrolled()),
                run.segments(), run.last().number(),
                replayed);
    }

    /** Whether a recorded component took a request that nobody saw the answer of is known from then, or not at all. */
    private Recording withRecordedEvidence(Recording replayed) {
        List<Call> calls = replayed.calls().stream().map(made -> {
            Call recorded = timeline.call(made.name(), made.attempt());
            if (recorded == null || !(made.answer() instanceof Call.Failed)
                    || scenario.kind(made.target()) != Scenario.ComponentKind.RECORDED) {
                return made;
            }
            return new Call(made.name(), made.attempt(), made.invocation(), made.ordinal(), made.target(), made.service(), made.operation(),
                    made.input(), made.answer(), made.start(), made.end(), new Call.Effect(recorded.effect().evidence(), null));
        }).toList();
        return replayed.withCalls(calls);
    }

    private List<String> remarks(Signatures.Judged then, Signatures.Judged now, Outcome outcome, List<Report.Binding> bound,
            List<String> failures) {
        List<String> remarks = new ArrayList<>(failures);
        remarks.addAll(findings.notes());
        if (outcome != Outcome.REPRODUCED && outcome != Outcome.CLEAN) {
            remarks.addAll(ReplacedLiterals.in(bound, scenario.redactedValues()));
        }
        scenario.otherCode().stream().filter(name -> !scenario.variants().contains(name))
                .forEach(name -> remarks.add("the code of `" + name + "` is not the recorded code: the digests differ"));
        scenario.otherMemory().forEach(name -> remarks.add("`" + name + "` has another memory size than recorded: what it computes takes"
                + " another time"));
        scenario.otherColdStarts().forEach(name -> remarks.add("`" + name + "` starts cold otherwise than recorded: "
                + scenario.coldStart(name).mode().spelled()));
        now.unjudged().forEach(name -> remarks.add("invariant `" + name + "` could not be judged"));
        if (findings.first() == null) {
            then.unjudged().stream().filter(name -> !now.unjudged().contains(name))
                    .forEach(name -> remarks.add("invariant `" + name + "` could not be judged on the recording"));
        }
        return remarks;
    }

    private void ending(Run run, long end) {
        for (String sentence : run.unmet()) {
            findings.missing(end, new Gap(Gap.Kind.UNCONNECTED, null, "", sentence, "look at both with `tapedeck inspect`"));
        }
        switch (run.ending()) {
            case Run.Drained drained -> {
            }
            case Run.Stopped stopped -> {
                if (findings.first() == null) {
                    findings.missing(end, new Gap(Gap.Kind.MISSING_RESPONSE, null, "", stopped.reason(),
                            "give the component a model, or have it take part as recorded (`--component NAME=recorded`)"));
                }
            }
            case Run.CutOff cutOff -> findings.missing(end, patience.cutOff(cutOff.halt()));
            case Run.Derailed derailed -> findings.diverged(null, end, derailed.mismatch(), List.of());
        }
    }

    private void missingInvocations(long end) {
        for (Invocation recorded : scenario.recording().invocations()) {
            if (scenario.real(recorded.function()) && !findings.realInvocations().containsKey(recorded.name())) {
                missingInvocation(recorded, end);
            }
        }
    }

    private void missingInvocation(Invocation recorded, long end) {
        String sentence = "the recorded invocation of `" + recorded.function() + "` (request " + recorded.requestId()
                + ") did not take place";
        timeline.channelsOf(recorded).filter(channel -> !scenario.has(channel)).findFirst().ifPresentOrElse(
                channel -> findings.missing(end, new Gap(Gap.Kind.UNCONNECTED, recorded.name(), channel,
                        sentence + ": the system has no channel `" + channel + "`",
                        "declare it in the blueprint, if its kind is modelled")),
                () -> findings.diverged(null, end, sentence, List.of()));
    }

    /** An answer that came after the recorded time-out came at an unknown instant: whoever waits longer than then is waiting for a guess. */
    private void waitedLonger(Run run, long end) {
        for (Call made : run.recording().calls()) {
            Call recorded = timeline.call(made.name(), made.attempt());
            if (recorded != null && recorded.answer() instanceof Call.Failed failed && failed.timedOut()
                    && made.end().nanosSince(made.start()) > timeline.patienceNanos(recorded) + TIMEOUT_TOLERANCE_NANOS) {
                findings.missing(end, new Gap(Gap.Kind.MISSING_RESPONSE, recorded.name(), recorded.target(),
                        "`" + recorded.operation() + "` was waited for longer than then, and when its answer came nobody recorded",
                        "keep the time-out, or give `" + recorded.target() + "` a model with a latency"));
            }
        }
    }

    private boolean endedNormally(Recording replayed) {
        return replayed.invocations().stream().filter(i -> scenario.real(i.function()))
                .noneMatch(i -> i.result() instanceof Invocation.Unknown);
    }

    private Rung evidence() {
        @Nullable
        Rung lowest = null;
        for (Name name : findings.realInvocations().keySet()) {
            Invocation recorded = timeline.invocation(name);
            if (recorded != null) {
                lowest = lowest == null ? recorded.evidence() : lowest.min(recorded.evidence());
            }
        }
        Rung known = lowest == null ? Rung.SEQUENCE : lowest;
        return known == Rung.VALUES && exact() ? Rung.EXACT : known;
    }

    /** Whether the recorded code, known by its digest, made every recorded request and result again and no other. */
    private boolean exact() {
        boolean sameCode = findings.realInvocations().values().stream().map(Invocation::function)
                .allMatch(function -> scenario.code().get(function) == Scenario.Artefact.SAME);
        return sameCode && scenario.strict() && findings.first() == null && findings.fidelity().whole();
    }
}
