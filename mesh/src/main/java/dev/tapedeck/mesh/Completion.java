package dev.tapedeck.mesh;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a guest is woken with. */
public sealed interface Completion {

    /**
     * A whole response.
     *
     * @param headers lower-case names; the sandbox adds a virtual {@code date} and the length
     * @param body text; a body that is not UTF-8 is spelled {@code data:application/octet-stream;base64,…}
     */
    record Answered(int callId, int status, SortedMap<String, String> headers, String body) implements Completion {
        public Answered {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }

    /** The connection failed: {@code ECONNRESET}, {@code ECONNREFUSED}, {@code ENOTFOUND}, … */
    record Failed(int callId, String code) implements Completion {}

    /** The earliest timer is due. */
    record TimerDue() implements Completion {}
}
