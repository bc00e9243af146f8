package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one guest, and the calls on them: bytes in, {@link Step}s out. Where a guest pipelines, a connection has several calls
 * outstanding; they may be answered in any order, and go back in the order of asking, as HTTP has it. What the kernel need not decide (leave to go on, the end of a connection that the guest has ended) is answered from here, through {@link #nextReply}.
 */
final class Connections {

    /** Something to send to the guest before the kernel hears of its segment. */
    sealed interface Reply {
        int connection();

        /** Leave to send the body. */
        record Continue(int connection) implements Reply {}

        /** The other side has closed too. */
        record End(int connection) implements Reply {}

        /** The connection failed. */
        record Failure(int connection, String code) implements Reply {}
    }

    /** Where an answer goes. */
    record Pending(int connection, String method, boolean closes) {}

    /** An answer whose turn it is. */
    record Due(Pending call, Completion completion) {}

    private static final int MAX_OPEN = 10_000;
    private static final int MAX_PIPELINED = 1_000;

    private static final class Connection {
        final int id;
        final String authority;
        /** On a port where nobody waits for the other side to speak first. */
        final boolean usual;
        final HttpRequestParser parser = new HttpRequestParser();
        /** In the order of asking. */
        final Deque<Integer> calls = new ArrayDeque<>();
        final SortedMap<Integer, Completion> early = new TreeMap<>();
        boolean spoke;
        boolean ended;

        Connection(int id, String authority, int port) {
            this.id = id;
            this.authority = authority;
            this.usual = port == 80 || port == 443;
        }
    }

    private final SortedMap<Integer, Connection> open = new TreeMap<>();
    private final SortedMap<Integer, Pending> pending = new TreeMap<>();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private int nextCallId;

    void open(int id, boolean tls, int port, String host) throws FrameReader.Breach {
        if (open.size() >= MAX_OPEN) {
            throw new FrameReader.Breach("opened more than " + MAX_OPEN + " connections at once");
        }
        if (open.put(id, new Connection(id, authority(tls, port, host), port)) != null) {
            throw new FrameReader.Breach("opened connection " + id + " twice");
        }
    }

    static String authority(boolean tls, int port, String host) {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    /** Bytes on a connection. One that has failed is still written to until the guest learns of it. */
    List<Step> data(int id, ByteBuffer bytes) {
        Connection connection = open.get(id);
        if (connection == null || connection.ended) {
            return List.of();
        }
        connection.spoke = true;
        List<Step> steps = new ArrayList<>();
        try {
            read(connection, bytes, steps);
        } catch (HttpRequestParser.Malformed e) {
            refuse(connection, String.valueOf(e.getMessage()), steps);
        }
        return steps;
    }

    private void refuse(Connection connection, String why, List<Step> steps) {
        connection.ended = true;
        abandon(connection, steps);
        steps.add(Step.Uncontrolled.refused("the connection to " + connection.authority + " " + why));
        replies.add(new Reply.Failure(connection.id, "ECONNRESET"));
    }

    /**
     * Asked when the guest rests. With no call out and nothing to hear from here, one that has said nothing on a connection waits for a greeting, as
     * clients of MySQL, SMTP and the like do, and would wait until its time is over.
     */
    List<Step> atRest() {
        List<Step> steps = new ArrayList<>();
        if (pending.isEmpty() && replies.isEmpty()) {
            open.values().stream().filter(connection -> !connection.spoke && !connection.usual && !connection.ended)
                    .forEach(connection -> refuse(connection, "waits for the other side to speak first, as HTTP/1.1 does not", steps));
        }
        return steps;
    }

    private void read(Connection connection, ByteBuffer bytes, List<Step> steps) throws HttpRequestParser.Malformed {
        while (bytes.hasRemaining()) {
            HttpRequestParser.Request request = connection.parser.feed(bytes);
            if (request != null) {
                int callId = nextCallId++;
                connection.calls.add(callId);
                if (connection.calls.size() > MAX_PIPELINED) {
                    throw new HttpRequestParser.Malformed("pipelines more than " + MAX_PIPELINED + " requests");
                }
                pending.put(callId, new Pending(connection.id, request.method(), request.closesConnection()));
                steps.add(new Step.Call(callId, typed(connection.authority, request)));
            }
        }
        if (connection.parser.takeAwaitsContinue()) {
            replies.add(new Reply.Continue(connection.id));
        }
    }

    private static Wire.TypedCall typed(String authority, HttpRequestParser.Request request) {
        return Wire.typed(
                new Wire.Request(request.method(), authority, request.target(), request.headers(), request.body()));
    }

    /** The guest will send no more. With nothing outstanding the other side closes too. */
    void fin(int id) {
        Connection connection = open.get(id);
        if (connection == null || connection.ended) {
            return;
        }
        connection.ended = true;
        Integer last = connection.calls.peekLast();
        if (last == null) {
            replies.add(new Reply.End(id));
        } else {
            pending.computeIfPresent(last, (_, call) -> new Pending(call.connection(), call.method(), true));
        }
    }

    List<Step> close(int id) {
        Connection connection = open.remove(id);
        replies.removeIf(reply -> reply.connection() == id);
        List<Step> steps = new ArrayList<>();
        if (connection != null) {
            abandon(connection, steps);
        }
        return steps;
    }

    private void abandon(Connection connection, List<Step> steps) {
        connection.calls.forEach(callId -> {
            pending.remove(callId);
            if (!connection.early.containsKey(callId)) {
                steps.add(new Step.Abandon(callId));
            }
        });
        connection.calls.clear();
        connection.early.clear();
    }

    /** Fails a connection once what was sent before has been taken. */
    void fails(int connection, String code) {
        replies.add(new Reply.Failure(connection, code));
    }

    @Nullable
    Reply nextReply() {
        return replies.poll();
    }

    /** The connection of an outstanding call. */
    int connectionOf(int callId) {
        Pending call = pending.get(callId);
        if (call == null) {
            throw new IllegalArgumentException("call " + callId + " is not outstanding: it was answered, abandoned or never made");
        }
        return call.connection();
    }

    /** Takes an answer for its connection. Returns what can go back now: nothing where an earlier call is still out, else it and what waited for it. */
    List<Due> answered(int callId, Completion completion) {
        Connection connection = open.get(connectionOf(callId));
        if (connection == null) {
            return List.of();
        }
        connection.early.put(callId, completion);
        List<Due> due = new ArrayList<>();
        for (Integer next = connection.calls.peek(); next != null; next = connection.calls.peek()) {
            Completion ready = connection.early.remove(next);
            Pending call = ready == null ? null : pending.remove(next);
            if (ready == null || call == null) {
                break;
            }
            due.add(new Due(call, ready));
            connection.calls.remove();
        }
        return due;
    }
}
