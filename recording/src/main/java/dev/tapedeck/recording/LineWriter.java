package dev.tapedeck.recording;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/**
 * An entry being written, one JSON value a line: by one generator into one store, since a recording has a hundred thousand lines. Lone surrogates,
 * as truncated strings of JavaScript have them, are written as escapes and so survive.
 */
final class LineWriter {
    private static final ObjectWriter LINES = Json.MAPPER.writer().withRootValueSeparator("\n");

    private final Pieces bytes = new Pieces();
    private final JsonGenerator json = LINES.createGenerator(bytes);
    private boolean empty = true;

    void write(JsonNode line) {
        next().writeTree(line);
    }

    /** For one value, which is the next line. */
    JsonGenerator next() {
        empty = false;
        return json;
    }

    /** Ends the last line; nothing can be written after this. */
    byte[] end() {
        json.close();
        if (!empty) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** Grows piece by piece, so that nothing is copied but once, at the end. */
    private static final class Pieces extends OutputStream {
        private static final int LENGTH = 1 << 18;

        private final List<byte[]> full = new ArrayList<>();
        private byte[] last = new byte[1 << 12];
        private int used;

        @Override
        public void write(int b) {
            room();
            last[used++] = (byte) b;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, from.length);
            for (int done = 0; done < length;) {
                room();
                int part = Math.min(length - done, last.length - used);
                System.arraycopy(from, offset + done, last, used, part);
                used += part;
                done += part;
            }
        }

        private void room() {
            if (used == last.length) {
                full.add(last);
                last = new byte[LENGTH];
                used = 0;
            }
        }

        byte[] toByteArray() {
            long length = full.stream().mapToLong(piece -> piece.length).sum() + used;
            byte[] all = new byte[Math.toIntExact(length)];
            int at = 0;
            for (byte[] piece : full) {
                System.arraycopy(piece, 0, all, at, piece.length);
                at += piece.length;
            }
            System.arraycopy(last, 0, all, at, used);
            return all;
        }
    }
}
