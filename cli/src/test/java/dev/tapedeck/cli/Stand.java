package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Progress;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import dev.tapedeck.redaction.Literals;
import dev.tapedeck.redaction.Policy;
import dev.tapedeck.redaction.PseudonymKey;
import dev.tapedeck.redaction.Redacted;
import dev.tapedeck.redaction.Redaction;
import dev.tapedeck.replay.Replay;
import dev.tapedeck.replay.Report;
import dev.tapedeck.sandbox.Fence;
import dev.tapedeck.testkit.Needs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A small system of functions of its own, on which a {@link Tape} is extracted, redacted, taken through the codec and replayed by real code in the fence:
 * functions {@code cases/app/NAME.js}, a table `things`, a queue `work`, a dependency `pay`.
 */
final class Stand {

    private static final Path CASES = Path.of(System.getProperty("tapedeck.root"), "cli/src/test/resources/dev/tapedeck/cli/cases");
    private static final Literals LITERALS = Literals.of(List.of(CASES.resolve("app")), Optional.empty());

    private final String function;
    private final Recording raw;
    private final Recording recording;
    private final JsonNode redaction;

    private Stand(String function, Recording raw, Recording recording, JsonNode redaction) {
        this.function = function;
        this.raw = raw;
        this.recording = recording;
        this.redaction = redaction;
    }

    /** Extracts what was recorded of {@code function}, the one that is replayed. */
    static Stand of(String function, Tape tape) {
        Needs.bubblewrap();
        Needs.node();
        Recording raw = Extraction.extract(Capture.read(List.of(Source.of("tape", tape.otlp())), ReadOptions.DEFAULT, Progress.NONE),
                Scope.correlation(Tape.CORRELATION), Scope.Hints.NONE);
        byte[] key = new byte[PseudonymKey.BYTES];
        key[0] = 11;
        Redacted redacted = Redaction.apply(raw, Policy.DEFAULT, PseudonymKey.of(key), LITERALS);
        return new Stand(function, raw, RecordingCodec.decode(RecordingCodec.encode(redacted.recording())), redacted.redactionJson());
    }

    /** Before redaction. */
    Recording raw() {
        return raw;
    }

    Recording recording() {
        return recording;
    }

    Stand with(Recording other) {
        return new Stand(function, raw, other, redaction);
    }

    /** The same, had nobody found foreign writes and stale reads. */
    Stand withItemsOnly() {
        Recording r = recording;
        return with(new Recording(r.labels(), r.from(), r.to(), r.components(), r.messages(), r.deliveries(), r.invocations(), r.calls(),
                r.links(), r.spans(), r.logs(), new InitialState(r.state().items(), List.of()), r.environment(), r.gaps(), r.invariants()));
    }

    Report replay() {
        return replay(plan -> {});
    }

    Report replayed(String variant) {
        return replay(plan -> plan.variant(variant(function, variant)));
    }

    static CodeOption variant(String function, String variant) {
        return new CodeOption(function, CASES.resolve("fixed").resolve(variant), "");
    }

    /** Strictly, with other code in the place of the recorded. */
    Report replayedWith(String variant) {
        return replay(plan -> plan.code(new CodeOption(function, CASES.resolve("fixed").resolve(variant), function + ".handler")));
    }

    Report replay(Consumer<Plan> changed) {
        Plan plan = plan();
        changed.accept(plan);
        return Replayed.of(plan, redaction, console()).report();
    }

    /** On the system that the recording itself tells of, with one function real. */
    Report replayDerived(String real) {
        Plan plan = new Plan(recording, null);
        plan.code(new CodeOption(real, CASES.resolve("app"), real + ".handler"));
        return Replayed.of(plan, redaction, console()).report();
    }

    /** What comes of doing something with the replay while its guests can run. */
    <R> R executed(Function<Replay, R> with) {
        return Replayed.execute(new Replayed.Order(plan(), Replayed.redactedValues(redaction), Fence.Tier.FENCED, console()),
                (replay, place) -> with.apply(replay));
    }

    private Plan plan() {
        return new Plan(recording, Blueprint.parse("the test's blueprint", blueprint(), CASES));
    }

    private static Console console() {
        return Console.of(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), true);
    }

    private String blueprint() {
        TreeSet<String> functions = new TreeSet<>();
        recording.invocations().forEach(invocation -> functions.add(invocation.function()));
        StringBuilder declared = new StringBuilder();
        StringBuilder fed = new StringBuilder();
        for (String name : functions) {
            declared.append("  %1$s: { code: app, handler: %1$s.handler, timeout: 15s, memory: 256%2$s }\n".formatted(name,
                    name.equals("roomy") ? ", ephemeralStorage: 600" : ""));
            fed.append(switch (name) {
                case "worker" -> "  - { from: work, to: worker, batch: 10, partialBatchResponse: true }\n";
                case "asked" -> "";
                case "retried" -> "  - { from: default, to: retried }\n";
                default -> "  - { from: POST /run, to: " + name + " }\n";
            });
        }
        return """
                tapedeck: 1
                system: cases
                region: eu-west-1
                functions:
                %schannels:
                  POST /run:
                    route: {}
                  default:
                    bus: {}
                  work:
                    queue: { visibility: 30s, maxReceives: 3, deadLetter: dead }
                  dead:
                    queue: {}
                tables:
                  things: { partitionKey: pk, sortKey: sk }
                dependencies:
                  pay.internal:
                    hosts: [pay.internal]
                    kind: modelled
                    program: { code: model, handler: pay.handler }
                """.formatted(declared) + (fed.isEmpty() ? "" : "subscriptions:\n" + fed);
    }

    static String explained(Report report) {
        return report.outcome() + " " + report.problem() + " " + report.signature() + " recorded " + report.recordedSignature() + " "
                + report.fidelity() + " " + report.findings() + " " + report.gaps();
    }
}
