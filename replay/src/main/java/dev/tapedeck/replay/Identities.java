package dev.tapedeck.replay;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ids that providers mint: those of then for what is recorded, for all else derived from what they are about. */
final class Identities {

    private final Timeline timeline;
    private final Beginning beginning;
    private final SortedMap<String, Name> invocationByRequest = new TreeMap<>();

    Identities(Timeline timeline, Beginning beginning) {
        this.timeline = timeline;
        this.beginning = beginning;
    }

    String mint(Name subject, String role) {
        Invocation invocation = timeline.invocation(subject);
        if (role.equals("request-id")) {
            String id = invocation == null ? uuid(subject, role) : invocation.requestId();
            invocationByRequest.put(id, subject);
            return id;
        }
        Message message = timeline.message(subject);
        String recorded = message == null || !role.endsWith("-id") ? null : message.recordedId();
        return recorded == null ? uuid(subject, role) : recorded;
    }

    /** The invocation that a request id was minted for. */
    @Nullable
    Name invocationOf(String requestId) {
        return invocationByRequest.get(requestId);
    }

    private String uuid(Name subject, String role) {
        String hex = Naming.derived(subject, role).toString();
        String uuid = hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8" + hex.substring(17, 20) + "-"
                + hex.substring(20);
        beginning.minted(uuid);
        return uuid;
    }
}
