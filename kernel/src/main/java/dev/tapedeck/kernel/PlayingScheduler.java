package dev.tapedeck.kernel;

/** Plays a recorded schedule, choice by choice, and refuses to make one of its own. */
final class PlayingScheduler implements Scheduler {

    private final Schedule schedule;
    private int next;

    PlayingScheduler(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public int pick(Enabled enabled) {
        if (next == schedule.choices().size()) {
            throw new ScheduleMismatch(enabled.step(), "the schedule holds " + next + " choices, and step " + enabled.step()
                    + " asks for one more, between `" + enabled.cause(0) + "` and `" + enabled.cause(1) + "`");
        }
        Schedule.Choice choice = schedule.choices().get(next++);
        if (choice.step() != enabled.step()) {
            throw new ScheduleMismatch(enabled.step(), "choice " + next + " of the schedule is for step " + choice.step()
                    + ", and the first choice to make is at step " + enabled.step() + ", between `" + enabled.cause(0) + "` and `"
                    + enabled.cause(1) + "`");
        }
        if (choice.picked() >= enabled.count() || !enabled.cause(choice.picked()).equals(choice.cause())) {
            throw new ScheduleMismatch(enabled.step(),
                    "at step " + enabled.step() + " the schedule picks `" + choice.cause() + "` as number "
                            + choice.picked() + ", and enabled there is " + described(enabled, choice.picked()));
        }
        return choice.picked();
    }

    private static String described(Enabled enabled, int picked) {
        return picked < enabled.count() ? "`" + enabled.cause(picked) + "`" : "no such number, there are " + enabled.count();
    }

    @Override
    public long slackNanos() {
        return schedule.slackNanos();
    }

    @Override
    public void finished(long step) {
        if (next < schedule.choices().size()) {
            Schedule.Choice choice = schedule.choices().get(next);
            throw new ScheduleMismatch(step, "the run ended after " + step + " steps with " + (schedule.choices().size() - next)
                    + " choices of the schedule left, the first `" + choice.cause() + "` at step " + choice.step());
        }
    }
}
