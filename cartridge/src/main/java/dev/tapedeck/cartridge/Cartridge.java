package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import dev.tapedeck.recording.RecordingFormatException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sealed recording: scoped, redacted, content-addressed, signed. There are two ways to one: {@link #of} seals a recording, {@link #open} takes
 * a file apart and believes nothing in it that is not signed by somebody trusted. Immutable either way.
 *
 * <pre>
 *   provenance.dsse.json --signed, names--> manifest.json --digests of--> every other entry
 * </pre>
 */
public final class Cartridge {
    private static final Place NEW = Place.file("new cartridge");

    private final Place file;
    private final SortedMap<String, byte[]> entries;
    private final Manifest manifest;
    private final Statement statement;
    private final VerifyingKey signer;
    private @Nullable Recording recording;

    Cartridge(Place file, SortedMap<String, byte[]> entries, Manifest manifest, Statement statement, VerifyingKey signer) {
        this.file = file;
        this.entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        this.manifest = manifest;
        this.statement = statement;
        this.signer = signer;
    }

    /**
     * Seals in memory: what {@link #writeTo} would write can be looked at before.
     *
     * @throws CartridgeException where a label, the statement or the redaction has no canonical spelling
     */
    public static Cartridge of(SealRequest request, SigningKey key) {
        SortedMap<String, byte[]> entries = RecordingCodec.encode(request.recording());
        try {
            entries.put(EntryName.REDACTION, StrictJson.canonical(request.redaction()));
            Manifest manifest = Manifest.of(request.recording(), entries);
            entries.put(EntryName.MANIFEST, manifest.bytes());
            String statement = new Provenance(manifest.identity(), request.statement()).text();
            entries.put(EntryName.PROVENANCE, Envelope.sign(statement, key).bytes());
            return new Cartridge(NEW, entries, manifest, request.statement(), key.verifyingKey());
        } catch (IllegalArgumentException unspellable) {
            throw NEW.refuse(Code.UNWRITABLE, String.valueOf(unspellable.getMessage()), unspellable);
        }
    }

    /** Seals and writes: after this the file is there whole, and at no time in part. */
    public static Cartridge seal(SealRequest request, SigningKey key, Path file) {
        Cartridge cartridge = of(request, key);
        cartridge.writeTo(file);
        return cartridge;
    }

    /** @throws CartridgeException where the file is not a whole cartridge, signed by somebody in {@code trust} and good at {@code now} */
    public static Cartridge open(Path file, TrustFile trust, Moment now, Limits limits) {
        return new Opening(Place.file(file), trust, now, limits).open(WholeFile.read(file, limits.fileBytes()));
    }

    public void writeTo(Path file) {
        WholeFile.write(file, ZipWriter.write(entries), WholeFile.Readers.USUAL);
    }

    /** SHA-256 of the manifest, in lower-case hexadecimal. */
    public String identity() {
        return manifest.identity();
    }

    public Manifest manifest() {
        return manifest;
    }

    public Statement statement() {
        return statement;
    }

    /** Whose signature it bears. */
    public VerifyingKey signer() {
        return signer;
    }

    /** Every entry by name, uncompressed; not to be written into. */
    public SortedMap<String, byte[]> entries() {
        return entries;
    }

    /** What happened; decoded when first asked for. */
    public synchronized Recording recording() {
        if (recording == null) {
            recording = decode();
        }
        return recording;
    }

    private Recording decode() {
        SortedMap<String, byte[]> own = new TreeMap<>(entries);
        own.keySet().removeIf(name -> !RecordingCodec.isEntry(name));
        try {
            Recording decoded = RecordingCodec.decode(own);
            if (!Manifest.of(decoded, contents()).equals(manifest)) {
                throw file.entry(EntryName.MANIFEST).refuse(Code.DAMAGED, "its counts, labels or window are not those of the recording");
            }
            return decoded;
        } catch (RecordingFormatException malformed) {
            throw file.entry(malformed.entry()).refuse(Code.DAMAGED,
                    (malformed.line() > 0 ? "line " + malformed.line() + ": " : "") + malformed.problem(), malformed);
        }
    }

    private SortedMap<String, byte[]> contents() {
        SortedMap<String, byte[]> contents = new TreeMap<>(entries);
        contents.remove(EntryName.MANIFEST);
        contents.remove(EntryName.PROVENANCE);
        return contents;
    }

    /** The policy used, per-field decisions and counts. */
    public JsonNode redaction() {
        return StrictJson.tree(file.entry(EntryName.REDACTION), entries.getOrDefault(EntryName.REDACTION, new byte[0]));
    }
}
