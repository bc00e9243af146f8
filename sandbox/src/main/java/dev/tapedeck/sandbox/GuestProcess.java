package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest in a process of its own: one frame out, frames in until it is idle, a {@link Guest.Yield} made of them. Whatever the process does, nothing
 * is thrown: it ends, and the last step says why.
 *
 * <pre>
 *   LIVE  --end of channel | breach | watchdog--> DEAD (every further call yields Died again)
 * </pre>
 */
final class GuestProcess implements Guest {

    private static final int NOT_EXITED = -1;
    private static final byte[] NOTHING = {};
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Launch launch;
    private final Watchdog.Watch watch;
    private final FrameReader in;
    private final FrameWriter out;
    private final Connections connections = new Connections();

    private List<Step> steps = new ArrayList<>();
    private boolean readClock;
    private boolean drewEntropy;
    private boolean greeted;
    private boolean ready;
    private boolean asked;
    private int exitCode = NOT_EXITED;
    private String requestId = "";
    private Step.@Nullable Died died;
    private final Inheritance inheritance;
    private final Successors successors;
    private long lastMillis;

    /** Opens the one that comes after another. */
    interface Successors {
        GuestProcess after(Inheritance.Left left);
    }

    /** One after which none comes. */
    GuestProcess(Launch launch, Watchdog watchdog, String greeting) {
        this(launch, watchdog, greeting, null, none -> {
            throw new IllegalStateException("nothing comes after this guest");
        });
    }

    /**
     * @param greeting the HELLO frame's JSON, already on its way when this returns
     * @param left by the one before it, which has ended; null for the first one
     */
    GuestProcess(Launch launch, Watchdog watchdog, String greeting, Inheritance.@Nullable Left left, Successors successors) {
        this.launch = launch;
        this.inheritance = new Inheritance(launch, left);
        this.successors = successors;
        this.watch = watchdog.watch(launch::kill);
        this.in = new FrameReader(launch.fromGuest());
        this.out = new FrameWriter(launch.toGuest());
        try {
            out.begin(Frames.HELLO).text(greeting).send();
        } catch (IOException e) {
            died = new Step.Died(launch.reasonOfDeath());
        }
    }

    @Override
    public Yield start(Clock clock, Entropy entropy) {
        out.begin(Frames.ToGuest.START).clock(clock).entropy(entropy);
        return segment(clock, true);
    }

    @Override
    public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
        asked = true;
        requestId = invoke.requestId();
        out.begin(Frames.ToGuest.INVOKE).clock(clock).entropy(entropy).f64((double) invoke.deadlineEpochMillis())
                .sizedText(invoke.requestId())
                .sizedText(invoke.functionArn()).sizedText(invoke.traceHeader()).sizedText(invoke.clientContext())
                .text(invoke.event());
        return segment(clock, false);
    }

    @Override
    public Yield resume(Clock clock, Completion completion) {
        switch (completion) {
            case Completion.Answered answered -> answered(clock, answered.callId(), completion);
            case Completion.Failed failed -> answered(clock, failed.callId(), completion);
            case Completion.TimerDue() -> out.begin(Frames.ToGuest.TIMER).clock(clock);
        }
        return segment(clock, false);
    }

    /** One frame, whatever its turn: an answer that has to wait for an earlier one is nothing yet to the guest but the time. */
    private void answered(Clock clock, int callId, Completion completion) {
        int connection = connections.connectionOf(callId);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean closes = false;
        for (Connections.Due due : connections.answered(callId, completion)) {
            switch (due.completion()) {
                case Completion.Answered answer -> {
                    closes = due.call().closes();
                    bytes.writeBytes(HttpResponse.bytes(answer, clock, due.call().method(), closes));
                }
                case Completion.Failed(int _, String code) -> {
                    if (bytes.size() == 0) {
                        error(clock, connection, code);
                        return;
                    }
                    connections.fails(connection, code);
                }
                case Completion.TimerDue() -> throw new IllegalStateException("a timer is no answer");
            }
        }
        data(clock, connection, bytes.toByteArray(), closes);
    }

    private void data(Clock clock, int connection, byte[] bytes, boolean end) {
        out.begin(Frames.ToGuest.DATA).clock(clock).u32(connection).u8(end ? 1 : 0).bytes(bytes);
    }

    private void error(Clock clock, int connection, String code) {
        out.begin(Frames.ToGuest.ERROR).clock(clock).u32(connection).text(code);
    }

    /** Sends the frame that was built, and reads until the guest is idle with nothing more to hear from the sandbox itself. */
    private Yield segment(Clock clock, boolean first) {
        steps = new ArrayList<>();
        readClock = false;
        drewEntropy = false;
        in.beginSegment();
        lastMillis = Math.floorDiv(clock.wallEpochNanos(), NANOS_A_MILLI);
        watch.begin();
        try {
            if (died == null && first) {
                untilIdle();
                inheritance.take().ifPresent(steps::add);
            }
            if (died == null) {
                return exchange(clock);
            }
        } catch (IOException e) {
            die(launch.reasonOfDeath());
        } catch (FrameReader.Breach e) {
            launch.kill();
            die("the guest " + e.getMessage());
        } finally {
            watch.end();
        }
        steps.add(watch.hasFired() ? new Step.Overran(watch.reason()) : died());
        return yielded(Timers.IDLE);
    }

    private Yield exchange(Clock clock) throws IOException, FrameReader.Breach {
        out.send();
        Timers timers = untilIdle();
        Clock unchanged = new Clock(clock.monotonicNanos(), clock.wallEpochNanos(), 0);
        for (Connections.Reply reply = connections.nextReply(); reply != null; reply = connections.nextReply()) {
            switch (reply) {
                case Connections.Reply.Continue(int connection) -> data(unchanged, connection, HttpResponse.CONTINUE, false);
                case Connections.Reply.End(int connection) -> data(unchanged, connection, NOTHING, true);
                case Connections.Reply.Failure(int connection, String code) -> error(unchanged, connection, code);
            }
            out.send();
            timers = untilIdle();
        }
        return yielded(timers);
    }

    private Yield yielded(Timers timers) {
        return new Yield(steps, timers, readClock, drewEntropy);
    }

    private Timers untilIdle() throws IOException, FrameReader.Breach {
        for (;;) {
            int type = in.next();
            if (type < 0) {
                throw new IOException("the channel ended");
            }
            if (type == Frames.FromGuest.IDLE) {
                Timers timers = new Timers(nanos(in.f64()), nanos(in.f64()));
                int flags = in.u8();
                in.end();
                readClock |= (flags & 1) != 0;
                drewEntropy |= (flags & 2) != 0;
                steps.addAll(connections.atRest());
                return timers;
            }
            if (!greeted && type != Frames.HELLO) {
                throw new FrameReader.Breach("sent frame " + type + " before its greeting");
            }
            frame(type);
            in.end();
        }
    }

    private void frame(int type) throws FrameReader.Breach {
        switch (type) {
            case Frames.HELLO -> hello();
            case Frames.FromGuest.OPEN -> connections.open(in.u32(), in.u8() == 1, in.u32(), in.text());
            case Frames.FromGuest.DATA -> steps.addAll(connections.data(in.u32(), in.bytes()));
            case Frames.FromGuest.FIN -> connections.fin(in.u32());
            case Frames.FromGuest.CLOSE -> steps.addAll(connections.close(in.u32()));
            case Frames.FromGuest.LOG -> steps.add(new Step.Log(in.u8() == 1, in.text()));
            case Frames.FromGuest.READY -> ready();
            case Frames.FromGuest.RETURNED -> returned();
            case Frames.FromGuest.RAISED -> raised();
            case Frames.FromGuest.EXIT -> exitCode = in.u32();
            case Frames.FromGuest.UNCONTROLLED -> steps.add(uncontrolled());
            default -> throw new FrameReader.Breach("sent a frame of the unknown type " + type);
        }
    }

    private void hello() throws FrameReader.Breach {
        int version = in.u8();
        if (greeted || version != Frames.VERSION) {
            throw new FrameReader.Breach(
                    greeted ? "greeted twice" : "speaks version " + version + " of the protocol, not " + Frames.VERSION);
        }
        in.text();
        greeted = true;
    }

    private Step uncontrolled() throws FrameReader.Breach {
        boolean refused = in.u8() == 1;
        return new Step.Uncontrolled(in.text(), refused);
    }

    private void ready() throws FrameReader.Breach {
        if (ready) {
            throw new FrameReader.Breach("was ready twice");
        }
        ready = true;
        steps.add(new Step.Ready());
    }

    private void returned() throws FrameReader.Breach {
        if (!asked) {
            throw new FrameReader.Breach("returned what nobody had asked for");
        }
        asked = false;
        steps.add(new Step.Returned(in.text()));
    }

    /** Nobody need have asked: init code fails before it is invoked, and what it left running may fail after it has answered. */
    private void raised() throws FrameReader.Breach {
        asked = false;
        steps.add(new Step.Raised(in.sizedText(), in.sizedText(), in.text()));
    }

    /** Where no timer is pending the guest sends infinity. */
    private static long nanos(double value) throws FrameReader.Breach {
        if (Double.isNaN(value) || value < 0) {
            throw new FrameReader.Breach("gave " + value + " as the moment of a timer");
        }
        return value >= 0x1p62 ? Timers.NONE : (long) value;
    }

    private void die(String reason) {
        died = new Step.Died(RuntimeExit.forRequest(requestId, exitCode == NOT_EXITED ? reason : RuntimeExit.chosen(exitCode)));
    }

    private Step.Died died() {
        return died == null ? new Step.Died(launch.reasonOfDeath()) : died;
    }

    @Override
    public void end() {
        watch.close();
        launch.end();
    }

    @Override
    public Guest successor() {
        return successors.after(inheritance.leave(lastMillis));
    }

    @Override
    public void close() {
        end();
        inheritance.close();
    }
}
