package dev.tapedeck.cartridge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Puts together ZIPs that no honest tool writes: every header can be bent before it is laid down. */
final class ZipForge {
    private final List<Part> parts = new ArrayList<>();
    private byte[] prefix = new byte[0];
    private byte[] beforeDirectory = new byte[0];
    private byte[] suffix = new byte[0];
    private Consumer<ByteBuffer> bendEnd = end -> {};

    /** One entry, with what is done to its two headers. */
    static final class Part {
        private final String name;
        private final byte[] data;
        private final int method;
        private final int crc;
        private int size;
        private Consumer<ByteBuffer> bendLocal = header -> {};
        private Consumer<ByteBuffer> bendCentral = header -> {};

        private Part(String name, byte[] data, int method, byte[] content) {
            this.name = name;
            this.data = data;
            this.method = method;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.crc = (int) sum.getValue();
            this.size = content.length;
        }

        static Part stored(String name, byte[] content) {
            return new Part(name, content, Zip.STORED, content);
        }

        static Part deflated(String name, byte[] content) {
            try (Deflater deflater = new Deflater(9, true)) {
                deflater.setInput(content);
                deflater.finish();
                byte[] out = new byte[content.length + 64];
                return new Part(name, java.util.Arrays.copyOf(out, deflater.deflate(out)), Zip.DEFLATED, content);
            }
        }

        Part claiming(int claimed) {
            size = claimed;
            return this;
        }

        /** Bends both headers, given where their common fields begin. */
        Part bend(int commonOffset, int value) {
            bendLocal = bendLocal.andThen(header -> header.putShort(4 + commonOffset, (short) value));
            bendCentral = bendCentral.andThen(header -> header.putShort(6 + commonOffset, (short) value));
            return this;
        }

        Part local(Consumer<ByteBuffer> bend) {
            bendLocal = bendLocal.andThen(bend);
            return this;
        }

        Part central(Consumer<ByteBuffer> bend) {
            bendCentral = bendCentral.andThen(bend);
            return this;
        }
    }

    static ZipForge of(SortedMap<String, byte[]> entries) {
        ZipForge forge = new ZipForge();
        entries.forEach((name, content) -> forge.with(Part.deflated(name, content)));
        return forge;
    }

    ZipForge with(Part part) {
        parts.add(part);
        return this;
    }

    ZipForge replacing(String name, Part part) {
        parts.replaceAll(old -> old.name.equals(name) ? part : old);
        return this;
    }

    ZipForge prefix(byte[] bytes) {
        prefix = bytes;
        return this;
    }

    ZipForge beforeDirectory(byte[] bytes) {
        beforeDirectory = bytes;
        return this;
    }

    ZipForge suffix(byte[] bytes) {
        suffix = bytes;
        return this;
    }

    ZipForge end(Consumer<ByteBuffer> bend) {
        bendEnd = bend;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        out.writeBytes(prefix);
        for (Part part : parts) {
            Zip.Header header = new Zip.Header(part.name, part.method, part.crc, part.data.length, part.size);
            directory.writeBytes(bent(ZipWriter.central(header, out.size()), part.bendCentral));
            out.writeBytes(bent(ZipWriter.local(header), part.bendLocal));
            out.writeBytes(part.data);
        }
        out.writeBytes(beforeDirectory);
        int offset = out.size();
        out.writeBytes(directory.toByteArray());
        byte[] end = ByteBuffer.allocate(Zip.END_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(Zip.END_SIGNATURE).putInt(0)
                .putShort((short) parts.size()).putShort((short) parts.size()).putInt(directory.size()).putInt(offset).putShort((short) 0)
                .array();
        out.writeBytes(bent(end, bendEnd));
        out.writeBytes(suffix);
        return out.toByteArray();
    }

    private static byte[] bent(byte[] header, Consumer<ByteBuffer> bend) {
        bend.accept(ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN));
        return header;
    }
}
