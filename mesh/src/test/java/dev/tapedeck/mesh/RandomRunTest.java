package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.RandomBits;
import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds in every run, whatever the schedule and whatever fails: made-up systems under random schedules. */
class RandomRunTest {

    private static final int MESSAGES = 40;

    /** A standard and a FIFO queue with dead-letter queues, fed by requests, consumed by a function that sleeps, fails, dies and hangs. */
    private static Scene scene(long seed) {
        RandomBits bits = new Seed(seed).substream(1, 2).bits();
        FakeGuest.Code moody = (io, invoke) -> {
            long mood = io.draw() & 7;
            switch ((int) mood) {
                case 0 -> io.raises("Error", "moody");
                case 1 -> io.exits("exit status 3");
                case 2 -> {
                    // hangs until its deadline
                }
                case 3 -> io.sleep((io.draw() >>> 40) * 100, () -> io.returns("null"));
                default -> Codes.incrementing("n").handle(io, invoke);
            }
        };
        Scene scene = new Scene().seed(seed).schedule(Scheduler.random(new Seed(seed), bits.below(50) * MILLI))
                .function(new SystemSpec.FunctionSpec("f", 3_000, 128, bits.below(2) == 0 ? -1 : 1 + bits.below(3), 2, 0), moody)
                .queue("q", p -> p.visibility(2_000).deadLetter("dead", 2)).queue("dead", p -> p)
                .queue("q.fifo", p -> p.fifo().visibility(4_000).deadLetter("dead.fifo", 2)).queue("dead.fifo", p -> p.fifo())
                .subscribe("q", "f", "", 1 + bits.below(4), false).subscribe("q.fifo", "f", "", 1 + bits.below(4), false);
        for (int i = 0; i < MESSAGES; i++) {
            SortedMap<String, String> attributes = new TreeMap<>();
            boolean fifo = bits.below(2) == 0;
            if (fifo) {
                attributes.put("MessageGroupId", "g" + bits.below(3));
                attributes.put("MessageDeduplicationId", "d" + i);
            }
            scene.root(fifo ? "q.fifo" : "q", "m" + i, bits.below(5_000), "", "{\"i\":" + i + "}", attributes);
        }
        return scene;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void run_anySchedule_keepsThePromisesOfItsParts(long seed) {
        Run run = scene(seed).run();

        assertThat(run.ending()).as("seed %d", seed).isEqualTo(new Run.Drained());
        assertThat(run.unmet()).isEmpty();
        nothingIsLost(run);
        oneInvocationAtATimeOnAnInstance(run);
        receivesCountUp(run);
        groupsGoOneAfterAnother(run);
    }

    private static void nothingIsLost(Run run) {
        SortedMap<Name, Boolean> done = new TreeMap<>();
        SortedMap<Name, Invocation> invocations = new TreeMap<>();
        run.recording().invocations().forEach(i -> invocations.put(i.name(), i));
        for (Delivery delivery : run.recording().deliveries()) {
            done.merge(delivery.message(), !invocations.get(delivery.invocation()).result().failed(), Boolean::logicalOr);
        }
        List<Name> dead = new ArrayList<>();
        run.recording().messages().forEach(message -> {
            if (message.origin() instanceof Message.Forwarded forwarded) {
                dead.add(forwarded.message());
            }
        });
        assertThat(done).hasSize(MESSAGES);
        done.forEach((message, success) -> assertThat(success || dead.contains(message)).as("message %s", message).isTrue());
        assertThat(run.queued().get("q")).isEmpty();
        assertThat(run.queued().get("q.fifo")).isEmpty();
    }

    private static void oneInvocationAtATimeOnAnInstance(Run run) {
        SortedMap<String, Moment> busyUntil = new TreeMap<>();
        for (Invocation invocation : run.recording().invocations().stream()
                .sorted(Comparator.comparing(Invocation::start).thenComparing(Invocation::end)).toList()) {
            Moment before = busyUntil.put(java.util.Objects.requireNonNull(invocation.instance()), invocation.end());
            assertThat(before == null || before.compareTo(invocation.start()) <= 0).as("%s", invocation).isTrue();
        }
    }

    private static void receivesCountUp(Run run) {
        SortedMap<Name, Integer> counts = new TreeMap<>();
        for (Delivery delivery : run.recording().deliveries()) {
            assertThat(delivery.receiveCount()).isEqualTo(counts.merge(delivery.message(), 1, Integer::sum)).isLessThanOrEqualTo(2);
        }
    }

    /** Within a group no message is delivered for the first time before all earlier ones were. */
    private static void groupsGoOneAfterAnother(Run run) {
        SortedMap<Name, Message> messages = new TreeMap<>();
        run.recording().messages().forEach(m -> messages.put(m.name(), m));
        SortedMap<Name, Delivery> deliveries = new TreeMap<>();
        run.recording().deliveries().forEach(d -> deliveries.put(d.name(), d));
        SortedMap<String, List<Moment>> sent = new TreeMap<>();
        // A batch lists its deliveries in the order of its records; those of one moment are in no order otherwise.
        run.recording().invocations().stream().sorted(Comparator.comparing(i -> deliveries.get(i.deliveries().getFirst()).at()))
                .flatMap(i -> i.deliveries().stream()).map(deliveries::get).filter(d -> d.receiveCount() == 1).forEach(delivery -> {
                    Message message = messages.get(delivery.message());
                    String group = message.attributes().get("MessageGroupId");
                    if (group != null) {
                        sent.computeIfAbsent(group, g -> new ArrayList<>()).add(message.sentAt());
                    }
                });
        assertThat(sent).hasSize(3);
        sent.values().forEach(moments -> assertThat(moments).isSorted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void run_cutOffAndContinued_isTheSameRun(long seed) {
        Run whole = scene(seed).run();
        try (Mesh mesh = scene(seed).mesh()) {
            Run part = mesh.run(Limits.steps(17));
            assertThat(part.ending()).isInstanceOf(Run.CutOff.class);
            assertThat(part.last().number()).isEqualTo(17);
            mesh.run(Limits.steps(90));
            Run rest = mesh.run(Limits.NONE);

            assertThat(rest.trace().hex()).isEqualTo(whole.trace().hex());
            assertThat(rest.recording()).isEqualTo(whole.recording());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void outside_changesWhatGuestsSeeAndTheDigest(long seed) {
        Run plain = scene(seed).run();
        Scene scene = scene(seed);
        try (Mesh mesh = scene.mesh()) {
            mesh.outside(1_000 * MILLI, "n becomes 1000", () -> scene.cells.values.put("n", 1_000));
            Run run = mesh.run(Limits.NONE);

            assertThat(run.tables().get("cells").path("n").asInt()).isGreaterThan(1_000);
            assertThat(run.trace().hex()).isNotEqualTo(plain.trace().hex());
        }
    }
}
