package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads frames that a guest wrote, which may be anything: the hooks share a process with the user's code. Every length is checked before it is
 * believed, and what does not fit is a {@link Breach} that says so.
 */
final class FrameReader {

    /** The guest did not keep to the protocol. The message is a clause that ends a sentence beginning with "the guest". */
    static final class Breach extends Exception {
        private static final long serialVersionUID = 1;

        Breach(String message) {
            super(message);
        }
    }

    /** What an empty frame costs on this side. */
    private static final int FRAME_COST = 64;

    private final InputStream in;
    private final Spin spin;
    private ByteBuffer input = ByteBuffer.allocate(1 << 16).limit(0);
    private int frameEnd;
    private long segmentBytes;

    FrameReader(InputStream in) {
        this(in, Spin.here());
    }

    FrameReader(InputStream in, Spin spin) {
        this.in = in;
        this.spin = spin;
    }

    /** What one segment may yield is limited as a whole, not only frame by frame. */
    void beginSegment() {
        segmentBytes = 0;
    }

    /**
     * Blocks for the next frame.
     *
     * @return its type, or -1 where the channel ends
     */
    int next() throws IOException, Breach {
        if (!fill(Integer.BYTES)) {
            return -1;
        }
        int length = input.getInt();
        if (length < 1 || length > Frames.MAX_LENGTH) {
            throw new Breach("sent a frame of " + Integer.toUnsignedString(length) + " bytes where " + Frames.MAX_LENGTH + " are allowed");
        }
        segmentBytes += FRAME_COST + length;
        if (segmentBytes > Frames.MAX_SEGMENT) {
            throw new Breach("yielded more than " + Frames.MAX_SEGMENT + " bytes without coming to rest");
        }
        if (!fill(length)) {
            return -1;
        }
        frameEnd = input.position() + length;
        return input.get();
    }

    int u8() throws Breach {
        need(1);
        return Byte.toUnsignedInt(input.get());
    }

    int u32() throws Breach {
        need(4);
        return input.getInt();
    }

    double f64() throws Breach {
        need(8);
        return input.getDouble();
    }

    String sizedText() throws Breach {
        return text(u32());
    }

    /** The rest of the frame as text. */
    String text() throws Breach {
        return text(frameEnd - input.position());
    }

    /** The rest of the frame, a view that is valid until the next one is read. */
    ByteBuffer bytes() {
        ByteBuffer rest = input.slice(input.position(), frameEnd - input.position());
        input.position(frameEnd);
        return rest;
    }

    /** Every frame has to be read to its end. */
    void end() throws Breach {
        if (input.position() != frameEnd) {
            throw new Breach("sent a frame with " + (frameEnd - input.position()) + " bytes too many");
        }
    }

    private String text(int length) throws Breach {
        need(length);
        ByteBuffer slice = input.slice(input.position(), length);
        input.position(input.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw new Breach("sent text that is not UTF-8");
        }
    }

    private void need(int bytes) throws Breach {
        if (bytes < 0 || bytes > frameEnd - input.position()) {
            throw new Breach("sent a frame that ends too early");
        }
    }

    private boolean fill(int needed) throws IOException {
        if (input.remaining() >= needed) {
            return true;
        }
        if (input.capacity() - input.position() < needed) {
            ByteBuffer target = needed > input.capacity() ? ByteBuffer.allocate(needed) : input;
            int kept = input.remaining();
            System.arraycopy(input.array(), input.position(), target.array(), 0, kept);
            input = target.position(0).limit(kept);
        }
        while (input.remaining() < needed) {
            spin.await(in);
            int count = in.read(input.array(), input.limit(), input.capacity() - input.limit());
            if (count < 0) {
                return false;
            }
            input.limit(input.limit() + count);
        }
        return true;
    }
}
