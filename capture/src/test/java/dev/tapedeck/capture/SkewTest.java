package dev.tapedeck.capture;

import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/** The example's recording, with the clocks of its hosts set wrong: causes stay, and what clocks say is put right by them. */
class SkewTest {

    private static final Pattern HOST = Pattern.compile("\"host\\.name\",\"value\":\\{\"stringValue\":\"([^\"]+)\"");
    private static final Pattern TIME = Pattern.compile("(TimeUnixNano|timeUnixNano)\":\"(\\d{19})\"");
    private static final List<Long> SKEWS_MILLIS = List.of(0L, 5_000L, -5_000L, 0L, 90_000L, -30_000L, -1_500L, 3_000L);
    private static final SortedMap<String, Long> SKEWED = new TreeMap<>();
    private static final TelemetryIndex INDEX = skewed();

    private static TelemetryIndex skewed() {
        List<Source> sources = new ArrayList<>();
        for (String name : List.of("traces.jsonl.gz", "logs.jsonl.gz")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            text(Example.HOME.resolve("recording").resolve(name)).lines()
                    .forEach(line -> out.writeBytes((skewed(line) + "\n").getBytes(StandardCharsets.UTF_8)));
            sources.add(Source.of(name, out.toByteArray()));
        }
        return Capture.read(sources, ReadOptions.DEFAULT, Progress.NONE);
    }

    private static String text(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String skewed(String line) {
        Set<String> hosts = HOST.matcher(line).results().map(found -> found.group(1)).collect(toCollection(TreeSet::new));
        assertThat(hosts).as("a line of one host").hasSize(1);
        String host = hosts.iterator().next();
        long millis = SKEWED.computeIfAbsent(host, k -> SKEWS_MILLIS.get(SKEWED.size() % SKEWS_MILLIS.size()));
        Matcher time = TIME.matcher(line);
        return time.replaceAll(found -> found.group(1) + "\":\"" + (Long.parseLong(found.group(2)) + millis * 1_000_000L) + "\"");
    }

    private static Recording extract(TelemetryIndex index, String correlationId) {
        return Extraction.extract(index, Scope.correlation(correlationId), Scope.Hints.NONE);
    }

    private static List<Example.Workflow> workflows() {
        return List.of(Example.failing("lost-update"), Example.failing("double-posting"), Example.healthy(), Example.truth().getLast());
    }

    @Test
    void unskewedClocks_areLeftAlone() {
        assertThat(Example.INDEX.analysis().skews()).isEmpty();
    }

    @Test
    void skews_areEstimatedFromCauses() {
        SortedMap<String, Long> estimated = new TreeMap<>();
        INDEX.analysis().skews().forEach(skew -> estimated.put(skew.clock(), skew.aheadNanos() / 1_000_000));
        SKEWED.forEach((host, millis) -> assertThat(estimated.getOrDefault(host, 0L)).as("%s, %d ms off", host, millis)
                .isCloseTo(millis, org.assertj.core.data.Offset.offset(1_000L)));
        assertThat(Symptoms.of(INDEX).notes()).anyMatch(note -> note.contains("its time stamps were corrected"));
    }

    @Test
    void symptoms_areUnchanged() {
        assertThat(sentences(Symptoms.of(INDEX))).isEqualTo(sentences(Symptoms.of(Example.INDEX)));
    }

    private static Set<String> sentences(SymptomReport report) {
        return report.findings().stream().map(f -> f.kind() + " " + f.component() + " " + f.what() + " " + f.workflows().stream().map(
                SymptomReport.Affected::correlationId).sorted().toList()).collect(toCollection(TreeSet::new));
    }

    @Test
    void extraction_andCausalOrder_areUnchanged() {
        for (Example.Workflow workflow : workflows()) {
            Recording right = extract(Example.INDEX, workflow.correlationId());
            Recording skewed = extract(INDEX, workflow.correlationId());
            assertThat(skewed.invocations()).extracting(Invocation::name).as(workflow.correlationId())
                    .containsExactlyInAnyOrderElementsOf(right.invocations().stream().map(Invocation::name).toList());
            assertThat(Set.copyOf(skewed.links())).isEqualTo(Set.copyOf(right.links()));
            assertThat(unordered(skewed)).isEqualTo(unordered(right));
            assertThat(skewed.invariants()).isEqualTo(right.invariants());
            assertThat(skewed.state()).isEqualTo(right.state());
        }
    }

    private static Set<Set<Name>> unordered(Recording recording) {
        return CausalOrder.of(recording).unorderedPairs().stream().map(Set::copyOf).collect(toSet());
    }

    @Test
    void nothing_isReceivedBeforeItWasSent() {
        for (Example.Workflow workflow : workflows()) {
            latencies(extract(INDEX, workflow.correlationId())).forEach((name, nanos) -> assertThat(nanos).isGreaterThanOrEqualTo(
                    -ClockBounds.SLACK_NANOS * 60));
        }
    }

    @Test
    void latencies_areWithinATolerance() {
        for (Example.Workflow workflow : workflows()) {
            Map<Name, Long> right = latencies(extract(Example.INDEX, workflow.correlationId()));
            latencies(extract(INDEX, workflow.correlationId())).forEach((name, nanos) -> assertThat(nanos / 1e6)
                    .as("%s %s", workflow.correlationId(), name)
                    .isCloseTo(right.get(name) / 1e6, org.assertj.core.data.Offset.offset(1_000.0)));
        }
    }

    /** From being sent to being handed over, by delivery. */
    private static SortedMap<Name, Long> latencies(Recording recording) {
        SortedMap<Name, Message> messages = new TreeMap<>();
        recording.messages().forEach(message -> messages.put(message.name(), message));
        SortedMap<Name, Long> latencies = new TreeMap<>();
        for (Delivery delivery : recording.deliveries()) {
            latencies.put(delivery.name(), delivery.at().nanosSince(messages.get(delivery.message()).sentAt()));
        }
        return latencies;
    }

    @Test
    void oneWay_noMoreIsCorrectedThanCausesDemand() {
        Made made = new Made();
        made.run("order", 1, 1, "{}").host("a").at(10_000, 10_050);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "m-1", "{}")).host("a").at(10_010, 10_020);
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{}")).host("b").at(7_000, 7_100);
        TelemetryIndex index = made.index();
        List<Run> runs = index.analysis().wiring().runs().all();
        assertThat(index.analysis().skews()).hasSize(1);
        assertThat(runs).extracting(Run::function).containsExactly("order", "pay");
        assertThat(runs.get(1).startNanos() - runs.get(0).callSpans().getFirst().startNanos()).isBetween(-ClockBounds.SLACK_NANOS, 0L);
    }

    @Test
    void bothWays_theMiddleIsTaken() {
        ClockBounds bounds = new ClockBounds();
        bounds.before("a", 1_000_000_000_000L, "b", 1_010_000_000_000L);
        bounds.before("b", 1_010_100_000_000L, "a", 1_000_200_000_000L);
        assertThat(bounds.ahead("a").get("b")).isBetween(9_900_000_000L, 10_000_000_000L);
    }

    @Test
    void clockThatJumped_ends() {
        ClockBounds bounds = new ClockBounds();
        for (int i = 0; i < 20; i++) {
            bounds.before("c" + i, 2_000_000_000_000L, "c" + (i + 1) % 20, 1_000_000_000_000L);
        }
        assertThat(bounds.ahead("c0")).isNotNull();
    }
}
