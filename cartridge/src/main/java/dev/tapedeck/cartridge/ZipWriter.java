package dev.tapedeck.cartridge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes entries in the layout of {@link Zip}. What deflate would shrink so far that a reader must suspect a bomb is stored as it is. */
final class ZipWriter {
    private static final int STORE_OVER_RATIO = 100;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();

    private ZipWriter() {}

    static byte[] write(SortedMap<String, byte[]> entries) {
        ZipWriter writer = new ZipWriter();
        entries.forEach(writer::entry);
        return writer.end(entries.size());
    }

    private void entry(String name, byte[] content) {
        byte[] deflated = deflate(content);
        boolean store = deflated.length >= content.length
                || (content.length > Zip.RATIO_FROM_BYTES && content.length / STORE_OVER_RATIO > deflated.length);
        byte[] data = store ? content : deflated;
        CRC32 crc = new CRC32();
        crc.update(content);
        Zip.Header header = new Zip.Header(name, store ? Zip.STORED : Zip.DEFLATED, (int) crc.getValue(), data.length, content.length);
        int offset = out.size();
        out.writeBytes(local(header));
        out.writeBytes(data);
        directory.writeBytes(central(header, offset));
    }

    static byte[] local(Zip.Header header) {
        byte[] name = header.name().getBytes(StandardCharsets.US_ASCII);
        return little(Zip.LOCAL_BYTES + name.length).putInt(Zip.LOCAL_SIGNATURE).put(common(header, name)).put(name).array();
    }

    static byte[] central(Zip.Header header, int localOffset) {
        byte[] name = header.name().getBytes(StandardCharsets.US_ASCII);
        return little(Zip.CENTRAL_BYTES + name.length).putInt(Zip.CENTRAL_SIGNATURE).putShort((short) Zip.VERSION)
                .put(common(header, name)).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(localOffset)
                .put(name)
                .array();
    }

    /** From the version needed to the length of the extra field: what both headers share. */
    private static byte[] common(Zip.Header header, byte[] name) {
        return little(Zip.LOCAL_BYTES - Integer.BYTES).putShort((short) Zip.VERSION).putShort((short) 0).putShort((short) header.method())
                .putShort((short) 0).putShort((short) Zip.DATE).putInt(header.crc()).putInt(header.compressedSize()).putInt(header.size())
                .putShort((short) name.length).putShort((short) 0).array();
    }

    private byte[] end(int count) {
        int offset = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(little(Zip.END_BYTES).putInt(Zip.END_SIGNATURE).putInt(0).putShort((short) count).putShort((short) count)
                .putInt(directory.size()).putInt(offset).putShort((short) 0).array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        }
    }
}
