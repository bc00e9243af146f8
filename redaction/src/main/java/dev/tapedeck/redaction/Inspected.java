package dev.tapedeck.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Pieces of entries in which nothing was found, so that each is looked at once however often it stands there: names of fields, ids, headers. A
 * piece is compared byte by byte, never by its hash alone. Holds a bounded number of bytes; what does not fit is looked at again.
 */
final class Inspected {
    private static final int MOST_BYTES = 64 << 20;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[][] pieces = new byte[1 << 12][];
    /** Those of the pieces: most that are in a piece's way are told from it without being looked at. */
    private int[] hashes = new int[1 << 12];
    private byte[] depths = new byte[1 << 12];
    private int count;
    private long bytes;

    /** Whether the piece was found clean by a look that began no deeper than {@code depth}. */
    boolean has(byte[] view, int start, int end, int depth) {
        int slot = slot(hash(view, start, end), view, start, end);
        return pieces[slot] != null && depths[slot] <= depth;
    }

    void add(byte[] view, int start, int end, int depth) {
        int hash = hash(view, start, end);
        int slot = slot(hash, view, start, end);
        if (pieces[slot] != null) {
            depths[slot] = (byte) Math.min(depths[slot], depth);
        } else if (bytes + end - start <= MOST_BYTES) {
            put(slot, hash, Arrays.copyOfRange(view, start, end), (byte) depth);
            bytes += end - start;
            count++;
            if (count * 2 > pieces.length) {
                grow();
            }
        }
    }

    private void put(int slot, int hash, byte[] piece, byte depth) {
        pieces[slot] = piece;
        hashes[slot] = hash;
        depths[slot] = depth;
    }

    private void grow() {
        byte[][] old = pieces;
        int[] oldHashes = hashes;
        byte[] oldDepths = depths;
        pieces = new byte[old.length * 4][];
        hashes = new int[old.length * 4];
        depths = new byte[old.length * 4];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != null) {
                put(slot(oldHashes[i], old[i], 0, old[i].length), oldHashes[i], old[i], oldDepths[i]);
            }
        }
    }

    /** Where the piece is, or where it would be. */
    private int slot(int hash, byte[] view, int start, int end) {
        int slot = hash & (pieces.length - 1);
        while (pieces[slot] != null
                && (hashes[slot] != hash || !Arrays.equals(pieces[slot], 0, pieces[slot].length, view, start, end))) {
            slot = (slot + 1) & (pieces.length - 1);
        }
        return slot;
    }

    private static int hash(byte[] view, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mixed(hash ^ (long) EIGHT_BYTES.get(view, at));
        }
        for (; at < end; at++) {
            hash = mixed(hash ^ view[at]);
        }
        return (int) (hash >>> 32);
    }

    private static long mixed(long hash) {
        long product = hash * MULTIPLIER;
        return product ^ (product >>> 32);
    }
}
