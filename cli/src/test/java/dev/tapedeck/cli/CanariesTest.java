package dev.tapedeck.cli;

import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Progress;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.KeyStore;
import dev.tapedeck.cartridge.Limits;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import dev.tapedeck.redaction.LeakGate;
import dev.tapedeck.redaction.Literals;
import dev.tapedeck.redaction.Policy;
import dev.tapedeck.redaction.PseudonymKey;
import dev.tapedeck.redaction.Redacted;
import dev.tapedeck.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of every kind planted in every kind of field of the telemetry, in every encoding, through the whole command line: none is found in what
 * is written or printed, and the names of components and operations are all there. The system property {@code canaries.seed} draws others.
 */
class CanariesTest {

    private static final String CORRELATION = "697c1a18-715e-493f-a2cc-ca68876621c7";
    private static final String CODE = "--code examples/invoice-close/app --template examples/invoice-close/template.yaml";
    private static final String FILE = "name of a file";
    private static final String PLACE_ENDS = ": ";
    private static final long SEED = Long.getLong("canaries.seed", 7);

    @TempDir
    private static Path directory;

    private static final Map<String, Canary> PLANTED = new LinkedHashMap<>();
    private static Checkout checkout;

    @BeforeAll
    static void plant() throws IOException {
        Random random = new Random(SEED);
        Canary file = Canary.of("name", random);
        PLANTED.put(FILE, file);
        PlantedTelemetry telemetry = new PlantedTelemetry(Example.recording(), CORRELATION);
        telemetry.places().forEach((place, at) -> plant(place, random, (name, value) -> at.plant(name, value)));
        telemetry.places().forEach((place, at) -> plant(place + ", key", random, (name, value) -> at.plant(value, name)));
        telemetry.texts().forEach((place, at) -> plant(place, random, (name, value) -> at.accept(value)));
        telemetry.write(directory, file.text());
        checkout = new Checkout(directory);
    }

    /** Each kind as it is, and each encoding of some kind. */
    private static void plant(String place, Random random, PlantedTelemetry.Place at) {
        for (String kind : Canary.kinds()) {
            plant(place, kind, "as it is", random, at);
        }
        int turn = random.nextInt(Canary.kinds().size());
        for (String encoding : Encoding.all().keySet()) {
            plant(place, Canary.kinds().get(turn++ % Canary.kinds().size()), encoding, random, at);
        }
    }

    private static void plant(String place, String kind, String encoding, Random random, PlantedTelemetry.Place at) {
        Canary canary = Canary.of(kind, random);
        PLANTED.put(place + PLACE_ENDS + kind + ", " + encoding + " (" + PLANTED.size() + ")", canary);
        at.plant("qzthing" + PLANTED.size(), Encoding.all().get(encoding).apply(canary.text()));
    }

    /** Where those were planted that are seen in {@code texts}, in whichever encoding. */
    private static List<String> seen(Stream<String> texts) {
        Set<String> seen = Views.seen(texts.toList(), PLANTED.values().stream().flatMap(canary -> canary.parts().stream()).toList());
        return PLANTED.entrySet().stream().filter(planted -> planted.getValue().parts().stream().anyMatch(seen::contains))
                .map(Map.Entry::getKey).toList();
    }

    private static Stream<String> lines(Map<String, byte[]> entries) {
        return entries.entrySet().stream().flatMap(entry -> Stream.concat(Stream.of(entry.getKey()),
                new String(entry.getValue(), StandardCharsets.UTF_8).lines()));
    }

    private static Recording raw() {
        ReadOptions options = ReadOptions.DEFAULT.withPayloads(List.of(directory.resolve("payloads")));
        return Extraction.extract(Capture.read(Source.of(List.of(directory.resolve("telemetry"))), options, Progress.NONE),
                Scope.correlation(CORRELATION), Scope.Hints.NONE);
    }

    private static Checkout.Ran extract(String options) throws IOException, InterruptedException {
        return checkout.run("./tapedeck extract telemetry --payloads payloads " + options);
    }

    /**
     * Without redaction they are there, in each place: nothing below is clean because nothing came through. Some are not: base64 in the name of a
     * header comes in lower case, a text in lines is several, a key may be too long.
     */
    @Test
    void extract_beforeRedaction_hasTheCanaries() {
        Map<String, Long> seen = byPlace(seen(lines(RecordingCodec.encode(raw()))));
        Map<String, Long> planted = byPlace(PLANTED.keySet());
        planted.remove(FILE);
        assertThat(planted).hasSizeGreaterThan(50);
        assertThat(planted).allSatisfy((place, count) -> assertThat(seen.getOrDefault(place, 0L)).as(place).isBetween(count / 2, count));
        assertThat(seen.values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(PLANTED.size() * 95L / 100);
    }

    private static Map<String, Long> byPlace(Collection<String> planted) {
        return planted.stream().collect(Collectors.groupingBy(where -> where.split(PLACE_ENDS, 2)[0], TreeMap::new, Collectors.counting()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--correlation " + CORRELATION, "--correlation " + CORRELATION + " " + CODE,
            "--tenant piekarnia-zlota " + CODE, "--trace 6b015f77db59c08b9d76994d29a3eb77"})
    void extract_canariesInEveryKindOfField_areNotInTheCartridge(String options) throws IOException, InterruptedException {
        Checkout.Ran ran = extract(options + " --force -o x.cartridge");
        assertThat(ran.exit()).as(ran.text()).isZero();
        Path file = directory.resolve("x.cartridge");
        assertThat(seen(lines(entries(file)))).as("seen in the cartridge").isEmpty();
        assertThat(seen(Stream.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)))).isEmpty();
        assertThat(printed(ran)).as("printed").isEmpty();
        Recording recording = Cartridge
                .open(file, KeyStore.in(directory.resolve("config/tapedeck")).trust(), Homes.now(), Limits.DEFAULT).recording();
        assertThat(names(recording)).containsAll(names(raw()));
    }

    /** The names of files that were typed are shown, and nothing else. */
    private static List<String> printed(Checkout.Ran ran) {
        return seen(ran.lines().stream()).stream().filter(where -> !where.equals(FILE)).toList();
    }

    @Test
    void plan_canariesInEveryKindOfField_areNotShown() throws IOException, InterruptedException {
        Checkout.Ran ran = extract("--correlation " + CORRELATION + " --plan --json");
        assertThat(ran.exit()).as(ran.text()).isZero();
        assertThat(ran.lines().size()).isPositive();
        assertThat(printed(ran)).isEmpty();
    }

    /** What is not redacted is seen, and refused. */
    @Test
    void logsLeftAsTheyWere_areSeenAndRefused() {
        Recording raw = raw();
        Redacted redacted = Redaction.apply(raw, Policy.DEFAULT, PseudonymKey.random(), Literals.NONE);
        Recording r = redacted.recording();
        var entries = RecordingCodec.encode(new Recording(r.labels(), r.from(), r.to(), r.components(), r.messages(), r.deliveries(),
                r.invocations(), r.calls(), r.links(), r.spans(), raw.logs(), r.state(), r.environment(), r.gaps(), r.invariants()));
        assertThat(seen(lines(entries))).anyMatch(where -> where.startsWith("log record, JSON" + PLACE_ENDS + "IBAN, as it is"))
                .anyMatch(where -> where.startsWith("CloudWatch"))
                .noneMatch(where -> where.startsWith("request") || where.startsWith("event"));
        assertThat(LeakGate.check(entries, redacted.replaced())).isInstanceOf(LeakGate.Leaks.class);
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : List.<ZipEntry>copyOf(zip.stream().toList())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    /** Of components, and of what was done with them. */
    private static SortedSet<String> names(Recording recording) {
        SortedSet<String> names = new TreeSet<>();
        recording.components().stream().map(Component::name).forEach(names::add);
        recording.invocations().stream().map(Invocation::function).forEach(names::add);
        recording.messages().stream().map(Message::type).forEach(names::add);
        recording.calls().stream().map(CanariesTest::operation).forEach(names::add);
        return names;
    }

    private static String operation(Call call) {
        return call.service() + " " + call.operation() + " of " + call.target();
    }
}
