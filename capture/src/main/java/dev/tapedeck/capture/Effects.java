package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Call.Effect;
import java.util.List;
import java.util.Set;

/**
 * Whether a call took effect, by evidence: an answer; or, where the caller saw none, the target's own span, a receiver of its message, or an error
 * that shows that the request never left. Silence proves nothing: sampling loses spans.
 */
final class Effects {

    /** The request did not reach its target. */
    private static final Set<String> NEVER_SENT = Set.of("ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH");
    private static final int FIRST_ERROR = 400;

    private final Wiring wiring;

    Effects(Wiring wiring) {
        this.wiring = wiring;
    }

    Effect of(Outgoing call) {
        List<SpanEntry> servers = wiring.runs().serversOf(call.span());
        return switch (call.answer()) {
            case Call.Answered answered -> new Effect(Call.Evidence.ANSWERED, servers.isEmpty() ? null : at(servers.getFirst()));
            case Call.Failed failed ->
                NEVER_SENT.contains(failed.errorType()) ? new Effect(Call.Evidence.NONE, null) : unseen(call, servers);
            case Call.Unrecorded unrecorded -> unseen(call, servers);
        };
    }

    private Effect unseen(Outgoing call, List<SpanEntry> servers) {
        if (!servers.isEmpty()) {
            SpanEntry server = servers.getFirst();
            boolean refused = server.failed() || status(server) >= FIRST_ERROR;
            return refused ? new Effect(Call.Evidence.NONE, null) : new Effect(Call.Evidence.SERVER, at(server));
        }
        boolean received = wiring.sendsOf(call.span()).stream().anyMatch(wiring::wasReceived);
        return received ? new Effect(Call.Evidence.SERVER, null) : Effect.UNKNOWN;
    }

    private static long status(SpanEntry server) {
        Attributes attributes = server.attributes();
        return attributes.number("http.response.status_code", attributes.number("http.status_code", 0));
    }

    private static dev.tapedeck.recording.Moment at(SpanEntry server) {
        return new dev.tapedeck.recording.Moment(server.endNanos());
    }
}
