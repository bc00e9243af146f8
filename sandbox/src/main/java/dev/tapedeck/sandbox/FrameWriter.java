package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds one frame at a time in a buffer of its own, and writes it whole. */
final class FrameWriter {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final OutputStream out;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 12);

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    FrameWriter begin(int type) {
        buffer.clear();
        buffer.putInt(0).put((byte) type);
        return this;
    }

    FrameWriter clock(Guest.Clock clock) {
        room(28);
        buffer.putDouble((double) clock.monotonicNanos());
        buffer.putDouble((double) Math.floorDiv(clock.wallEpochNanos(), NANOS_PER_MILLI));
        buffer.putInt(Math.floorMod(clock.wallEpochNanos(), NANOS_PER_MILLI));
        buffer.putDouble((double) clock.chargedNanos());
        return this;
    }

    FrameWriter entropy(Guest.Entropy entropy) {
        room(16);
        buffer.putLong(entropy.high()).putLong(entropy.low());
        return this;
    }

    FrameWriter u8(int value) {
        room(1);
        buffer.put((byte) value);
        return this;
    }

    FrameWriter u32(int value) {
        room(4);
        buffer.putInt(value);
        return this;
    }

    FrameWriter f64(double value) {
        room(8);
        buffer.putDouble(value);
        return this;
    }

    FrameWriter bytes(byte[] bytes) {
        room(bytes.length);
        buffer.put(bytes);
        return this;
    }

    FrameWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    FrameWriter sizedText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return u32(bytes.length).bytes(bytes);
    }

    void send() throws IOException {
        buffer.putInt(0, buffer.position() - Integer.BYTES);
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
    }
}
