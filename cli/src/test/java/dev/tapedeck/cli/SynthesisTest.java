package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of an incident whose events were not recorded whole: never believed for more than it is, and played where that is asked for. */
class SynthesisTest {

    private static final int SEEDS = 12;
    private static final List<String> ALL = List.of("submit-invoice", "publish-ledger-entry", "settle-payment", "close-invoice",
            "notify-customer", "ledger-api", "invoices");

    @TempDir
    private static Path directory;
    private static Example whole;
    private static String id;
    private static Example.Incident dropped;

    @BeforeAll
    static void drop() {
        whole = new Example();
        id = whole.truth().entrySet().stream().filter(e -> e.getValue().equals(new TreeSet<>(List.of("lost-update"))))
                .map(java.util.Map.Entry::getKey).findFirst().orElseThrow();
        dropped = Altered.withoutEvent(directory, "submit-invoice", id).incident(id);
    }

    private static Report made(Example.Incident incident, int seed) {
        return incident.replay(plan -> {
            plan.synthesise();
            plan.seed(seed, false);
        });
    }

    private static int reproducing(Example.Incident incident) {
        return IntStream.range(0, SEEDS).filter(seed -> made(incident, seed).outcome() == Outcome.REPRODUCED).findFirst().orElse(-1);
    }

    @Test
    void replay_eventDropped_isInconclusiveAndNamesTheFlag() {
        Report report = dropped.replay();
        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.evidence()).isEqualTo(Rung.SHAPE);
        assertThat(report.synthetic()).isFalse();
        assertThat(report.gaps()).anySatisfy(gap -> assertThat(gap.remedy()).contains("--synthesise"));
    }

    @Test
    void replay_eventDroppedAndMadeUp_isReproducedAndMarked() {
        int seed = reproducing(dropped);
        assertThat(seed).as("a seed below %d whose payment settles first", SEEDS).isNotNegative();
        Report report = made(dropped, seed);
        assertThat(report.synthetic()).isTrue();
        assertThat(report.strict()).isFalse();
        assertThat(report.evidence()).isEqualTo(Rung.SHAPE);
        assertThat(report.findings()).anySatisfy(line -> assertThat(line).contains("body.customer.email", "body.payment.method",
                "attributes.x-correlation-id (the correlation id)"));
        assertThat(made(dropped, seed).digest()).isEqualTo(report.digest());
        assertThat(made(dropped, seed + 1).digest()).isNotEqualTo(report.digest());
    }

    @Test
    void replay_madeUpAndARecordedRequestCorrupted_showsInTheFidelity() {
        int seed = reproducing(dropped);
        Report honest = made(dropped, seed);
        Report corrupted = made(dropped.with(corrupted(dropped.recording())), seed);
        assertThat(corrupted.fidelity()).as("%s against %s", corrupted.fidelity(), honest.fidelity()).isNotEqualTo(honest.fidelity());
        assertThat(corrupted.fidelity().different() + corrupted.fidelity().missing()).isGreaterThan(honest.fidelity().different() + honest
                .fidelity().missing());
    }

    /** In one recorded call another constant of the code. */
    private static Recording corrupted(Recording recording) {
        Call victim = recording.calls().stream().filter(c -> c.operation().equals("GetItem")).findFirst().orElseThrow();
        ObjectNode input = (ObjectNode) victim.input().value().deepCopy();
        input.put("ConsistentRead", false);
        Call other = new Call(victim.name(), victim.attempt(), victim.invocation(), victim.ordinal(), victim.target(), victim.service(),
                victim.operation(), victim.input().withValue(input), victim.answer(), victim.start(), victim.end(), victim.effect());
        return recording.withCalls(recording.calls().stream().map(c -> c.equals(victim) ? other : c).toList());
    }

    @Test
    void replay_madeUpAndEverythingRecorded_isEchoed() {
        Report report = dropped.replay(plan -> {
            plan.synthesise();
            ALL.forEach(name -> plan.component(name + "=recorded"));
        });
        assertThat(report.outcome()).isEqualTo(Outcome.ECHOED);
        assertThat(report.synthetic()).isFalse();
    }

    @Test
    void extract_shapes_holdNoValueOfAnybody() {
        String sealed = new String(RecordingCodec.encode(dropped.recording()).get("shapes.jsonl"), StandardCharsets.UTF_8);
        assertThat(sealed).contains("\"format\":\"email\"", "\"format\":\"iban\"", "\"enum\":[\"card\",");
        List<String> values = new ArrayList<>();
        for (String other : whole.truth().keySet().stream().limit(40).toList()) {
            whole.raw(other).invocations().stream().filter(i -> i.function().equals("submit-invoice"))
                    .forEach(i -> leaves(Json.parseOrString(i.event().value().path("body").asString("")), values));
        }
        assertThat(values).hasSizeGreaterThan(500);
        assertThat(values.stream().filter(value -> value.length() > 7 && sealed.contains(value)).distinct().toList()).isEmpty();
    }

    private static void leaves(JsonNode tree, List<String> into) {
        if (tree.isContainer()) {
            tree.forEach(child -> leaves(child, into));
        } else if (tree.isValueNode()) {
            JsonNode inner = Json.parseOrString(tree.asString(""));
            if (inner.isContainer()) {
                leaves(inner, into);
            } else {
                into.add(tree.asString(""));
            }
        }
    }

    @Test
    void replay_eventCut_keepsWhatIsKnownAndMakesUpTheRest(@TempDir Path cut) {
        Example.Incident incident = Altered.withEventCut(cut, "submit-invoice", id, 1_900, true).incident(id);
        assertThat(incident.replay().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        Report report = made(incident, 1);
        assertThat(report.evidence()).isEqualTo(Rung.PARTIAL);
        assertThat(report.synthetic()).isTrue();
        assertThat(report.findings()).anySatisfy(line -> assertThat(line).contains("made up", "body.").doesNotContain("body.currency",
                "attributes."));
    }

    @Test
    void replay_eventCutAndNobodySaidSo_isNotTakenForWhole(@TempDir Path cut) {
        Report report = Altered.withEventCut(cut, "submit-invoice", id, 1_900, false).incident(id).replay();
        assertThat(report.evidence()).isEqualTo(Rung.PARTIAL);
        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void replay_receiversCopyDropped_usesTheSenders(@TempDir Path without) {
        for (String function : List.of("settle-payment", "publish-ledger-entry", "close-invoice")) {
            Path own = without.resolve(function);
            assertThat(own.toFile().mkdir()).isTrue();
            Report report = Altered.withoutEvent(own, function, id).incident(id).replay();
            assertThat(report.outcome()).as("%s: %s", function, report.problem()).isEqualTo(Outcome.REPRODUCED);
            assertThat(report.evidence()).isEqualTo(Rung.INPUT);
            assertThat(report.synthetic()).isFalse();
            assertThat(report.fidelity().whole()).isTrue();
        }
    }
}
