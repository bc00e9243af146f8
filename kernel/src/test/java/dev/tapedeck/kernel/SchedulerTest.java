package dev.tapedeck.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulerTest {

    private static final long SLACK = 25;

    private static Script random(long schedulerSeed) {
        return new Script(Scheduler.random(new Seed(schedulerSeed), SLACK), new Seed(99)).with(12);
    }

    private static Script playing(Schedule schedule) {
        return new Script(Scheduler.playing(schedule), new Seed(99)).with(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void random_sameSeedTwice_isTheSameRun(long seed) {
        Script one = random(seed).run();
        Script other = random(seed).run();

        assertThat(one.happened).isEqualTo(other.happened);
        assertThat(one.kernel.trace().firstDifference(other.kernel.trace())).isEmpty();
    }

    @Test
    void random_differentSeeds_reorderButLoseNothing() {
        TreeSet<String> orders = new TreeSet<>();
        TreeSet<String> contents = new TreeSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Script script = random(seed).run();
            orders.add(script.kernel.trace().hex());
            contents.add(script.happened.stream().map(line -> line.substring(line.indexOf(' '))).sorted().toList().toString());
        }
        assertThat(orders).hasSizeGreaterThan(15);
        assertThat(contents).hasSize(1);
    }

    @Test
    void random_timePassedOver_neverRunsBackwards() {
        List<Long> times = random(3).run().happened.stream().map(line -> Long.valueOf(line.substring(0, line.indexOf(' ')))).toList();

        assertThat(times).isSorted();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void playing_recordedSchedule_makesTheRunAgain(long seed) {
        Script recorded = random(seed).run();
        Schedule schedule = Schedule.parse(recorded.kernel.schedule().lines());
        Script played = playing(schedule).run();

        assertThat(schedule.choices()).isNotEmpty();
        assertThat(played.happened).isEqualTo(recorded.happened);
        assertThat(played.kernel.trace().hex()).isEqualTo(recorded.kernel.trace().hex());
        assertThat(played.kernel.schedule()).isEqualTo(schedule);
    }

    @Test
    void playing_scheduleRunsOut_failsLoudly() {
        Schedule whole = random(1).run().kernel.schedule();
        Schedule cut = new Schedule(SLACK, whole.choices().subList(0, 3));

        assertThatThrownBy(() -> playing(cut).run()).isInstanceOf(ScheduleMismatch.class)
                .hasMessageContaining("the schedule holds 3 choices, and step " + whole.choices().get(3).step() + " asks for one more");
    }

    @Test
    void playing_choiceOfSomethingElse_failsLoudlyAndSaysWhatIsThere() {
        List<Schedule.Choice> choices = new ArrayList<>(random(1).run().kernel.schedule().choices());
        Schedule.Choice third = choices.get(2);
        choices.set(2, new Schedule.Choice(third.step(), third.picked(), "happening elsewhere"));

        assertThatThrownBy(() -> playing(new Schedule(SLACK, choices)).run()).isInstanceOf(ScheduleMismatch.class)
                .hasMessage("at step " + third.step() + " the schedule picks `happening elsewhere` as number " + third.picked()
                        + ", and enabled there is `" + third.cause() + "`");
    }

    @Test
    void playing_indexBeyondTheEnabled_failsLoudly() {
        List<Schedule.Choice> choices = new ArrayList<>(random(1).run().kernel.schedule().choices());
        Schedule.Choice first = choices.getFirst();
        choices.set(0, new Schedule.Choice(first.step(), 999, first.cause()));

        assertThatThrownBy(() -> playing(new Schedule(SLACK, choices)).run()).isInstanceOf(ScheduleMismatch.class)
                .hasMessageContaining("no such number, there are 12");
    }

    @Test
    void playing_choiceForAnotherStep_failsLoudly() {
        List<Schedule.Choice> choices = new ArrayList<>(random(1).run().kernel.schedule().choices());
        choices.remove(4);

        assertThatThrownBy(() -> playing(new Schedule(SLACK, choices)).run()).isInstanceOfSatisfying(ScheduleMismatch.class,
                mismatch -> assertThat(mismatch.step()).isPositive());
    }

    @Test
    void playing_choicesLeftAtTheEnd_failsLoudly() {
        List<Schedule.Choice> choices = new ArrayList<>(random(1).run().kernel.schedule().choices());
        choices.add(new Schedule.Choice(100_000, 0, "happening never"));

        assertThatThrownBy(() -> playing(new Schedule(SLACK, choices)).run()).isInstanceOf(ScheduleMismatch.class)
                .hasMessageContaining("1 choices of the schedule left, the first `happening never` at step 100000");
    }

    @Test
    void inOrder_scheduleOfTies_canBePlayedToo() {
        Script recorded = new Script(Scheduler.inOrder(), new Seed(99)).with(12).run();
        Script played = playing(recorded.kernel.schedule()).run();

        assertThat(recorded.kernel.schedule().choices()).isNotEmpty().allMatch(choice -> choice.picked() == 0);
        assertThat(played.kernel.trace().hex()).isEqualTo(recorded.kernel.trace().hex());
    }

    @Test
    void parse_lineThatIsNoChoice_isNamed() {
        assertThatThrownBy(() -> Schedule.parse(List.of("slack 0", "deliver 3fa9"))).hasMessageContaining("`deliver 3fa9`");
        assertThatThrownBy(() -> Schedule.parse(List.of("17 1 deliver"))).hasMessageContaining("slack NANOS");
    }
}
