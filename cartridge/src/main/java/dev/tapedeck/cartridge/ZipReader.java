package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the layout of {@link Zip} and nothing else: each header is rebuilt from what it says and must come out byte for byte, which leaves no
 * room for descriptors, extra fields, links, encryption, zip64, gaps or two directories that disagree. Nothing is inflated before every header
 * has been checked and its sizes are within the limits.
 */
final class ZipReader {
    private static final int MOST_BYTES_PER_DEFLATED_BYTE = 1032;
    private static final int FILE_TYPE_SHIFT = 28;
    private static final int SYMBOLIC_LINK = 0xA;

    private final Place file;
    private final ByteBuffer bytes;
    private final Limits limits;
    private final SortedMap<String, Located> entries = new TreeMap<>();

    private record Located(Zip.Header header, int dataOffset) {}

    private record End(int count, int directoryOffset, int offset) {}

    private ZipReader(Place file, byte[] bytes, Limits limits) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    static ZipReader of(Place file, byte[] bytes, Limits limits) {
        ZipReader reader = new ZipReader(file, bytes, limits);
        reader.readDirectory();
        return reader;
    }

    SortedMap<String, Zip.Header> headers() {
        SortedMap<String, Zip.Header> headers = new TreeMap<>();
        entries.forEach((name, located) -> headers.put(name, located.header));
        return Collections.unmodifiableSortedMap(headers);
    }

    private void readDirectory() {
        End end = readEnd();
        TreeSet<String> folded = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        int central = end.directoryOffset;
        int local = 0;
        long total = 0;
        for (int i = 0; i < end.count; i++) {
            Zip.Header header = readCentral(central, end.offset);
            String name = header.name();
            Place entry = file.entry(name).at(central);
            EntryName.check(entry, name);
            if (!entries.isEmpty() && entries.lastKey().compareTo(name) >= 0) {
                throw entry.refuse(Code.DAMAGED, entries.containsKey(name) ? "the name occurs twice" : "entries must be sorted by name");
            }
            if (!folded.add(name)) {
                throw entry.refuse(Code.DAMAGED, "differs from `" + folded.floor(name) + "` in case alone");
            }
            total += checkSizes(entry, header);
            checkFields(entry, central, header, local);
            local = readLocal(header, local, end.directoryOffset);
            central += Zip.CENTRAL_BYTES + name.length();
        }
        if (central != end.offset) {
            throw file.at(central).refuse(Code.DAMAGED, (end.offset - central) + " bytes between the directory and the end record");
        }
        if (local != end.directoryOffset) {
            throw file.at(local).refuse(Code.DAMAGED, (end.directoryOffset - local) + " bytes that belong to no entry");
        }
        if (total > limits.totalBytes()) {
            throw file.refuse(Code.TOO_LARGE, "unpacks to " + total + " bytes; " + limits.totalBytes() + " are allowed");
        }
    }

    private End readEnd() {
        int at = bytes.capacity() - Zip.END_BYTES;
        if (at < 0 || bytes.getInt(at) != Zip.END_SIGNATURE) {
            throw notAnEnd();
        }
        int count = unsigned(at + 10);
        int size = bytes.getInt(at + 12);
        int offset = bytes.getInt(at + 16);
        if (count == 0xffff || size == -1 || offset == -1) {
            throw file.at(at).refuse(Code.DAMAGED, "zip64 has no place in a cartridge");
        }
        if (bytes.getInt(at + 4) != 0 || unsigned(at + 8) != count || unsigned(at + 20) != 0) {
            throw file.at(at).refuse(Code.DAMAGED, "the end record must name one disk, one count and no comment");
        }
        if (offset < 0 || size < 0 || (long) offset + size != at) {
            throw file.at(at).refuse(Code.DAMAGED, "the directory must end where the end record begins");
        }
        if (count > limits.entries()) {
            throw file.at(at).refuse(Code.TOO_LARGE, count + " entries; " + limits.entries() + " are allowed");
        }
        return new End(count, offset, at);
    }

    private CartridgeException notAnEnd() {
        if (bytes.capacity() < Integer.BYTES || bytes.getInt(0) != Zip.LOCAL_SIGNATURE) {
            return file.at(0).refuse(Code.DAMAGED, "not a cartridge: expected a ZIP that begins with an entry",
                    "`tapedeck extract FILES… -o X.cartridge` makes one");
        }
        for (int at = bytes.capacity() - Zip.END_BYTES - 1; at >= 0; at--) {
            if (bytes.getInt(at) == Zip.END_SIGNATURE) {
                return file.at((long) at + Zip.END_BYTES).refuse(Code.DAMAGED, "data after the end record");
            }
        }
        return file.at(bytes.capacity()).refuse(Code.DAMAGED, "the file was cut: it has no end record");
    }

    private Zip.Header readCentral(int at, int end) {
        if (end - at < Zip.CENTRAL_BYTES || bytes.getInt(at) != Zip.CENTRAL_SIGNATURE) {
            throw file.at(at).refuse(Code.DAMAGED, "expected an entry of the directory");
        }
        int nameLength = unsigned(at + 28);
        if (end - at - Zip.CENTRAL_BYTES < nameLength) {
            throw file.at(at).refuse(Code.DAMAGED, "an entry's name reaches past the directory");
        }
        String name = new String(bytes.array(), at + Zip.CENTRAL_BYTES, nameLength, StandardCharsets.ISO_8859_1);
        return new Zip.Header(name, unsigned(at + 10), bytes.getInt(at + 16), bytes.getInt(at + 20), bytes.getInt(at + 24));
    }

    private long checkSizes(Place entry, Zip.Header header) {
        if (header.size() == -1 || header.compressedSize() == -1) {
            throw entry.refuse(Code.DAMAGED, "zip64 has no place in a cartridge");
        }
        long size = Integer.toUnsignedLong(header.size());
        long compressed = Integer.toUnsignedLong(header.compressedSize());
        if (size > limits.entryBytes()) {
            throw entry.refuse(Code.TOO_LARGE, "unpacks to " + size + " bytes; " + limits.entryBytes() + " are allowed");
        }
        if (size > compressed * MOST_BYTES_PER_DEFLATED_BYTE) {
            throw entry.refuse(Code.DAMAGED, "claims " + size + " bytes, more than " + compressed + " compressed ones can hold");
        }
        if (size > Zip.RATIO_FROM_BYTES && size > compressed * limits.ratio()) {
            throw entry.refuse(Code.TOO_LARGE, "unpacks to " + size / compressed + " times its size; " + limits.ratio() + " are allowed");
        }
        return size;
    }

    private void checkFields(Place entry, int at, Zip.Header header, int localOffset) {
        int flags = unsigned(at + 8);
        if ((flags & 1) != 0) {
            throw entry.refuse(Code.DAMAGED, "is encrypted; encryption wraps the whole file or nothing");
        }
        if ((flags & 8) != 0) {
            throw entry.refuse(Code.DAMAGED, "has a data descriptor: sizes must stand in the header");
        }
        if (bytes.getInt(at + 38) >>> FILE_TYPE_SHIFT == SYMBOLIC_LINK) {
            throw entry.refuse(Code.DAMAGED, "is a symbolic link");
        }
        if (header.method() != Zip.STORED && header.method() != Zip.DEFLATED) {
            throw entry.refuse(Code.DAMAGED, "compression method " + header.method() + "; expected 0 (stored) or 8 (deflated)");
        }
        if (header.method() == Zip.STORED && header.size() != header.compressedSize()) {
            throw entry.refuse(Code.DAMAGED, "is stored, but its two sizes differ");
        }
        requireEqual(entry, at, ZipWriter.central(header, localOffset), "header in the directory");
    }

    /** @return the offset after the entry's content */
    private int readLocal(Zip.Header header, int at, int end) {
        Place entry = file.entry(header.name()).at(at);
        byte[] expected = ZipWriter.local(header);
        long dataEnd = (long) at + expected.length + Integer.toUnsignedLong(header.compressedSize());
        if (dataEnd > end) {
            throw entry.refuse(Code.DAMAGED, "reaches past the place where the directory begins");
        }
        requireEqual(entry, at, expected, "local header");
        entries.put(header.name(), new Located(header, at + expected.length));
        return (int) dataEnd;
    }

    private void requireEqual(Place entry, int at, byte[] expected, String what) {
        int difference = Arrays.mismatch(bytes.array(), at, at + expected.length, expected, 0, expected.length);
        if (difference >= 0) {
            throw entry.at((long) at + difference).refuse(Code.DAMAGED, "its " + what + " is not the one that a cartridge has for it",
                    "a cartridge that was unpacked and packed again is no longer one; take the original");
        }
    }

    /** The content of an entry that is there, checked against its CRC. */
    byte[] content(String name) {
        Located located = entries.get(name);
        if (located == null) {
            throw file.entry(name).refuse(Code.DAMAGED, "the entry is missing");
        }
        Zip.Header header = located.header;
        Place entry = file.entry(name).at(located.dataOffset);
        byte[] content = header.method() == Zip.STORED
                ? Arrays.copyOfRange(bytes.array(), located.dataOffset, located.dataOffset + header.size())
                : inflate(entry, located);
        CRC32 crc = new CRC32();
        crc.update(content);
        if ((int) crc.getValue() != header.crc()) {
            throw entry.refuse(Code.DAMAGED, "its content does not have the checksum that its header gives");
        }
        return content;
    }

    private byte[] inflate(Place entry, Located located) {
        Zip.Header header = located.header;
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(bytes.array(), located.dataOffset, header.compressedSize());
            byte[] content = new byte[header.size()];
            int filled = 0;
            while (filled < content.length && !inflater.finished()) {
                int count = inflater.inflate(content, filled, content.length - filled);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw entry.refuse(Code.DAMAGED, "its compressed data end early");
                }
                filled += count;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) != 0) {
                throw entry.refuse(Code.DAMAGED, "unpacks to more than the " + header.size() + " bytes that its header gives");
            }
            if (!inflater.finished() || filled < content.length || inflater.getRemaining() != 0) {
                throw entry.refuse(Code.DAMAGED, "its compressed data do not end where its header says");
            }
            return content;
        } catch (DataFormatException e) {
            throw entry.refuse(Code.DAMAGED, "its compressed data are damaged", e);
        }
    }

    private int unsigned(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
