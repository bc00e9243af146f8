package dev.tapedeck.mesh;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages held behind others: how two deliveries are exchanged. */
class HeldTest {

    private static Scene holding(Scene scene, Name held, Name behind) {
        return scene.direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public @Nullable Name heldBehind(Message message) {
                return message.name().equals(held) ? behind : null;
            }
        });
    }

    private static Scene two(String queue, boolean fifo) {
        return two(queue, fifo, Codes.returning("null"));
    }

    private static Scene two(String queue, boolean fifo, FakeGuest.Code code) {
        Scene scene = new Scene().function("f", code).queue(queue, p -> fifo ? p.fifo() : p).subscribe(queue, "f");
        TreeMap<String, String> first = new TreeMap<>();
        TreeMap<String, String> second = new TreeMap<>();
        if (fifo) {
            first.put("MessageGroupId", "g");
            first.put("MessageDeduplicationId", "1");
            second.put("MessageGroupId", "g");
            second.put("MessageDeduplicationId", "2");
        }
        return scene.root(queue, "a", 0, "", "1", first).root(queue, "b", 100, "", "2", second);
    }

    @Test
    void held_unordered_isAcceptedOnceTheOtherWasHandedOn() {
        Name a = Scene.rootName("q", "a");
        Name b = Scene.rootName("q", "b");
        Run run = holding(two("q", false), a, b).run();

        assertThat(run.recording().deliveries()).extracting(Delivery::message).containsExactly(b, a);
        assertThat(run.recording().deliveries()).extracting(d -> d.at().nanosSince(Scene.EPOCH) / MILLI).containsExactly(105L, 110L);
        assertThat(run.unmet()).isEmpty();
    }

    @Test
    void held_fifo_isAcceptedOnceTheOtherWasAccepted() {
        Codes.Noting noting = new Codes.Noting();
        Name a = Scene.rootName("q.fifo", "a");
        Run run = holding(two("q.fifo", true, noting), a, Scene.rootName("q.fifo", "b")).run();

        assertThat(noting.bodies()).containsExactly("2", "1");
        assertThat(run.recording().deliveries()).extracting(d -> d.at().nanosSince(Scene.EPOCH) / MILLI).containsExactly(105L, 105L);
    }

    @Test
    void held_behindWhatHasPassedAlready_isNotHeld() {
        Name a = Scene.rootName("q", "a");
        Name b = Scene.rootName("q", "b");
        Run run = holding(two("q", false), b, a).run();

        assertThat(run.recording().deliveries()).extracting(Delivery::message).containsExactly(a, b);
    }

    @Test
    void held_behindWhatNeverComes_isLetGoAtTheEndAndReported() {
        Name a = Scene.rootName("q", "a");
        Run run = holding(two("q", false), a, new Name(1, 2)).run();

        assertThat(run.recording().deliveries()).extracting(Delivery::message).containsExactly(Scene.rootName("q", "b"), a);
        assertThat(run.unmet()).containsExactly("message " + a + " waited for " + new Name(1, 2) + ", which never came");
        assertThat(run.ending()).isEqualTo(new Run.Drained());
    }

    @Test
    void held_exchangeOfTwoIncrements_showsWhetherOrderMatters() {
        Scene recorded = new Scene().function("f", (io, invoke) -> {
            int n = invoke.event().contains("\"body\":\"1\"") ? 1 : 2;
            io.call(Scene.put("last", n), answer -> io.returns("null"));
        }).queue("q", p -> p).subscribe("q", "f").root("q", "a", 0, "", "1").root("q", "b", 100, "", "2");
        assertThat(recorded.run().tables().get("cells").path("last").asInt()).isEqualTo(2);

        Run exchanged = holding(recorded, Scene.rootName("q", "a"), Scene.rootName("q", "b")).run();
        assertThat(exchanged.tables().get("cells").path("last").asInt()).isOne();
    }
}
