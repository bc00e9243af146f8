package dev.tapedeck.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A rolling hash over everything that guests yield and every choice made, which two replays of one scenario must share. Each entry is chained to
 * all before it, so the first entry at which two runs part can be found afterwards and named by its label.
 *
 * <pre>
 *   state(0) = 32 zero bytes
 *   state(n) = SHA-256(state(n-1), step, time, length and bytes of the label, length and bytes of the content)
 * </pre>
 */
public final class RunDigest {

    private final MessageDigest sha256 = sha256();
    private final List<Trace.Entry> entries = new ArrayList<>();
    private byte[] state = new byte[32];

    RunDigest() {}

    void absorb(long step, long nanos, String label, String content) {
        byte[] labelBytes = label.getBytes(StandardCharsets.UTF_8);
        byte[] contentBytes = content.getBytes(StandardCharsets.UTF_8);
        sha256.update(state);
        sha256.update(ByteBuffer.allocate(20).putLong(step).putLong(nanos).putInt(labelBytes.length).array());
        sha256.update(labelBytes);
        sha256.update(ByteBuffer.allocate(4).putInt(contentBytes.length).array());
        sha256.update(contentBytes);
        state = sha256.digest();
        entries.add(new Trace.Entry(step, nanos, label, check()));
    }

    /** The first eight bytes of the state: equal for two runs as long as they have been the same run. */
    long check() {
        return ByteBuffer.wrap(state).getLong();
    }

    /** What was taken in so far. */
    public Trace trace() {
        return new Trace(state.clone(), entries);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
