package dev.tapedeck.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A compressed source, read with suspicion: what follows the end of the stream without being compressed is said and not left out in silence, and
 * what would grow without end is not followed. Telemetry shrinks ten to thirtyfold; gzip can do no more than a thousandfold.
 */
final class Gunzip extends InputStream {

    /** Only beyond this much is the growth looked at. */
    private static final long INNOCENT = 64L << 20;
    private static final int MOST_GROWTH = 400;
    private static final int TRAILER = 8;

    private final Members members;
    private long out;

    Gunzip(InputStream stored, int block) throws IOException {
        members = open(stored, block);
    }

    private static Members open(InputStream stored, int block) throws IOException {
        try {
            return new Members(stored, block);
        } catch (EOFException e) {
            throw new EOFException("the gzip header is cut off");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = members.read(into, offset, length);
        if (read < 0) {
            if (members.hasMore()) {
                throw new IOException("something that is not gzip follows the end of the gzip stream");
            }
            return read;
        }
        out += read;
        if (out > INNOCENT && out > members.taken() * MOST_GROWTH) {
            throw new CaptureException("a gzip stream grows more than " + MOST_GROWTH + "-fold: it is not read past " + (out >> 20) + " MB",
                    "decompress it yourself if it is telemetry, and give the plain file");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        members.close();
    }

    /** The JDK's reader, which goes from one member of a file to the next and ends at what is none, with a look at what is left. */
    private static final class Members extends GZIPInputStream {

        private final CountedIn counted;

        Members(InputStream stored, int block) throws IOException {
            this(new CountedIn(stored), block);
        }

        private Members(CountedIn stored, int block) throws IOException {
            super(stored, block);
            counted = stored;
        }

        /** Compressed bytes taken so far. */
        long taken() {
            return counted.count;
        }

        boolean hasMore() throws IOException {
            return inf.getRemaining() > TRAILER || counted.read() >= 0;
        }
    }

    /** Counts what is taken from the file. */
    private static final class CountedIn extends java.io.FilterInputStream {
        private long count;

        CountedIn(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count += Math.max(read, 0);
            return read;
        }

        /** A pipe that has nothing ready is not at its end. */
        @Override
        public int available() {
            return 1;
        }
    }
}
