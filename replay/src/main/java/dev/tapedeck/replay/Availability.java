package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;

/**
 * What a model cannot know: that what it stands for was down, or too busy, just then. A model says what its original does when it does anything; that
 * a request was turned away is a fact of the recording, as a broken connection is, and is played from there whoever answers otherwise.
 */
final class Availability {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private Availability() {}

    /** Statuses by which a server, or what stands before it, turns a request away without having done it (RFC 9110, RFC 6585). */
    static boolean lacking(Call.Answer answer) {
        return answer instanceof Call.Answered answered
                && (answered.status() == TOO_MANY_REQUESTS || (answered.status() >= BAD_GATEWAY && answered.status() <= GATEWAY_TIMEOUT));
    }
}
