package dev.tapedeck.redaction;

import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.SortedMap;

/**
 * How fast redaction and gate are, over the example's whole recording in one piece, on one core. Not a test: run {@code main} with the test
 * class path, from this module's directory; the argument is how many rounds.
 */
final class RedactionBench {
    /** Time of this thread alone: what else the machine does is left out. */
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private RedactionBench() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        Recording recording = new ExampleRecording().everything();
        Literals literals = ExampleRecording.literals();
        long bytes = size(RecordingCodec.encode(recording));
        for (int round = 1; round <= rounds; round++) {
            long start = CLOCK.getCurrentThreadCpuTime();
            Redacted redacted = Redaction.apply(recording, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), literals);
            long walked = CLOCK.getCurrentThreadCpuTime();
            SortedMap<String, byte[]> entries = Incident.entries(redacted);
            long encoded = CLOCK.getCurrentThreadCpuTime();
            LeakGate.Verdict verdict = LeakGate.check(entries, redacted.replaced());
            long checked = CLOCK.getCurrentThreadCpuTime();
            System.out.printf("round %d: %.1f MB, %d values; redaction %.1f MB/s, encoding %.1f MB/s, gate %.1f MB/s; %s%n", round,
                    bytes / 1e6,
                    redacted.replaced().size(), speed(bytes, start, walked), speed(bytes, walked, encoded), speed(bytes, encoded, checked),
                    verdict instanceof LeakGate.Leaks(List<LeakGate.Leak> leaks) ? leaks : "clean");
        }
    }

    private static long size(SortedMap<String, byte[]> entries) {
        return entries.values().stream().mapToLong(entry -> entry.length).sum();
    }

    private static double speed(long bytes, long from, long to) {
        return bytes * 1e3 / (to - from);
    }
}
