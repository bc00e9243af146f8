package dev.tapedeck.mesh;

import dev.tapedeck.mesh.QueueState.Accepted;
import dev.tapedeck.mesh.QueueState.DeadLettered;
import dev.tapedeck.mesh.QueueState.Duplicate;
import dev.tapedeck.mesh.QueueState.Visible;
import dev.tapedeck.recording.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QueueStateTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Name A = new Name(0, 1);
    private static final Name B = new Name(0, 2);
    private static final Name C = new Name(0, 3);

    @Test
    void standard_anythingVisible_mayBeTakenInAnyOrder() {
        QueueState queue = filled(Profiles.STANDARD, "", "", "");

        queue.take(List.of(C, A), 0);

        assertThat(queue.deliverable(0)).containsExactly(B);
        assertThat(queue.counts(0)).isEqualTo(new QueueApi.Counts(1, 2, 0));
    }

    @Test
    void fifo_groupInFlight_blocksItsNext() {
        QueueState queue = filled(Profiles.FIFO, "g", "g", "h");

        assertThat(queue.takeBatch(1, 0)).extracting(QueueState.Held::message).containsExactly(A);
        assertThat(queue.deliverable(0)).containsExactly(C);
        queue.acknowledge(A, 1);
        assertThat(queue.deliverable(0)).containsExactly(B, C);
    }

    @Test
    void fifo_oneBatch_mayHoldSeveralOfAGroupInOrder() {
        QueueState queue = filled(Profiles.FIFO, "g", "g", "h");

        assertThatThrownBy(() -> queue.take(List.of(B), 0)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not deliverable");
        assertThat(queue.takeBatch(10, 0)).extracting(QueueState.Held::message).containsExactly(A, B, C);
    }

    @Test
    void fifo_equalDeduplicationId_isADuplicateWithinTheWindowOnly() {
        QueueState queue = new QueueState(Profiles.FIFO);
        queue.accept(A, "g", "d", Entry.CHANNELS_DELAY, 0);
        queue.takeBatch(1, 0);
        queue.acknowledge(A, 1);

        assertThat(queue.accept(B, "g", "d", Entry.CHANNELS_DELAY, 300 * SECOND - 1)).isEqualTo(new Duplicate(A));
        assertThat(queue.accept(C, "g", "d", Entry.CHANNELS_DELAY, 300 * SECOND)).isInstanceOf(Accepted.class);
    }

    @Test
    void failed_message_isVisibleAgainAfterItsTimeoutAndCountsReceives() {
        QueueState queue = filled(Profiles.STANDARD, "");
        queue.takeBatch(1, SECOND);

        assertThat(queue.visibleAgainNanos(A)).hasValue(31 * SECOND);
        assertThat(queue.expire(31 * SECOND - 1)).isEmpty();
        assertThat(queue.nextChangeNanos(SECOND)).hasValue(31 * SECOND);
        assertThat(queue.expire(31 * SECOND)).containsExactly(new Visible(A, 31 * SECOND));
        assertThat(queue.takeBatch(1, 40 * SECOND)).containsExactly(new QueueState.Held(A, "", 2, true, 70 * SECOND, SECOND));
    }

    @Test
    void released_message_isVisibleSooner() {
        QueueState queue = filled(Profiles.STANDARD, "");
        queue.takeBatch(1, 0);

        queue.release(A, 2 * SECOND);

        assertThat(queue.expire(2 * SECOND)).containsExactly(new Visible(A, 2 * SECOND));
    }

    @Test
    void received_tooOften_goesToTheDeadLetterAndUnblocksItsGroup() {
        QueueState queue = filled(Profiles.FIFO, "g", "g");
        for (long receive = 1; receive <= 2; receive++) {
            queue.takeBatch(1, receive * 100 * SECOND);
            assertThat(queue.deliverable(receive * 100 * SECOND)).isEmpty();
            List<QueueState.Fate> fates = queue.expire(receive * 100 * SECOND + 30 * SECOND);
            assertThat(fates).containsExactly(
                    receive == 1 ? new Visible(A, 130 * SECOND) : new DeadLettered(A, 2));
        }
        assertThat(queue.deliverable(300 * SECOND)).containsExactly(B);
    }

    @Test
    void acknowledge_outdatedReceipt_deletesNothing() {
        QueueState queue = filled(Profiles.STANDARD, "");
        queue.takeBatch(1, 0);
        queue.expire(30 * SECOND);
        queue.takeBatch(1, 30 * SECOND);

        assertThat(queue.acknowledge(A, 1)).isFalse();
        assertThat(queue.image()).hasSize(1);
        assertThat(queue.acknowledge(A, 2)).isTrue();
        assertThat(queue.image()).isEmpty();
    }

    @Test
    void acknowledge_afterExpiry_worksOnStandardOnly() {
        for (SystemSpec.Profile profile : List.of(Profiles.STANDARD, Profiles.FIFO)) {
            QueueState queue = filled(profile, "g");
            queue.takeBatch(1, 0);
            queue.expire(30 * SECOND);

            assertThat(queue.acknowledge(A, 1)).isEqualTo(profile.equals(Profiles.STANDARD));
        }
    }

    @Test
    void delayed_message_comesLaterAndHoldsItsGroupBack() {
        QueueState queue = new QueueState(Profiles.FIFO);
        queue.accept(A, "g", "1", 5, 0);
        queue.accept(B, "g", "2", 0, 0);

        assertThat(queue.deliverable(0)).isEmpty();
        assertThat(queue.counts(0)).isEqualTo(new QueueApi.Counts(1, 0, 1));
        assertThat(queue.nextChangeNanos(0)).hasValue(5 * SECOND);
        assertThat(queue.deliverable(5 * SECOND)).containsExactly(A, B);
    }

    @Test
    void fork_goesItsOwnWay() {
        QueueState queue = filled(Profiles.FIFO, "g", "g");
        QueueState other = queue.fork();

        other.takeBatch(2, 0);
        other.acknowledge(A, 1);
        other.accept(C, "g", "1", 0, 1);

        assertThat(queue.image()).hasSize(2).noneMatch(QueueState.Held::inFlight);
        assertThat(other.image()).hasSize(1);
    }

    private static QueueState filled(SystemSpec.Profile profile, String... groups) {
        QueueState queue = new QueueState(profile);
        List<Name> names = List.of(A, B, C);
        for (int i = 0; i < groups.length; i++) {
            String deduplication = profile.deduplicationMillis() > 0 ? Integer.toString(i) : "";
            queue.accept(names.get(i), groups[i], deduplication, Entry.CHANNELS_DELAY, 0);
        }
        return queue;
    }
}
