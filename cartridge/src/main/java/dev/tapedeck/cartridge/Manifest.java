package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Recording;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a cartridge holds, whose SHA-256 is the cartridge's identity. It names neither host nor path nor the time of making, so that equal input,
 * policy and pseudonym key give an equal identity.
 *
 * @param entries every entry but the manifest and the provenance
 * @param counts of what the recording lists: {@code invocations}, {@code calls}, …
 * @param labels the recording's
 * @param from the recording's first moment
 * @param to its last
 */
public record Manifest(SortedMap<String, Entry> entries, SortedMap<String, Long> counts, SortedMap<String, String> labels, Moment from,
        Moment to) {

    /** The format version that this code writes, and the only one it reads. */
    public static final int VERSION = 1;
    private static final String FORMAT = "tapedeck-cartridge";

    /** @param sha256 of the uncompressed content, in lower-case hexadecimal */
    public record Entry(long bytes, String sha256) {
        public Entry {
            if (bytes < 0 || !Sha256.isHex(sha256)) {
                throw new IllegalArgumentException("an entry has a size and a SHA-256 of 64 lower-case hexadecimal digits");
            }
        }

        static Entry of(byte[] content) {
            return new Entry(content.length, Sha256.hex(content));
        }
    }

    public Manifest {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    static Manifest of(Recording recording, SortedMap<String, byte[]> contents) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        contents.forEach((name, content) -> entries.put(name, Entry.of(content)));
        return new Manifest(entries, counts(recording), recording.labels(), recording.from(), recording.to());
    }

    static SortedMap<String, Long> counts(Recording recording) {
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put("calls", (long) recording.calls().size());
        counts.put("components", (long) recording.components().size());
        counts.put("deliveries", (long) recording.deliveries().size());
        counts.put("gaps", (long) recording.gaps().size());
        counts.put("invariants", (long) recording.invariants().size());
        counts.put("invocations", (long) recording.invocations().size());
        counts.put("links", (long) recording.links().size());
        counts.put("logs", (long) recording.logs().size());
        counts.put("messages", (long) recording.messages().size());
        counts.put("spans", (long) recording.spans().size());
        return counts;
    }

    byte[] bytes() {
        ObjectNode json = Json.object().put("format", FORMAT).put("version", VERSION);
        ObjectNode entryList = json.putObject("entries");
        entries.forEach((name, entry) -> entryList.putObject(name).put("bytes", entry.bytes).put("sha256", entry.sha256));
        ObjectNode countList = json.putObject("counts");
        counts.forEach(countList::put);
        ObjectNode labelList = json.putObject("labels");
        labels.forEach(labelList::put);
        json.putObject("window").put("from", from.iso()).put("to", to.iso());
        return StrictJson.canonical(json);
    }

    String identity() {
        return Sha256.hex(bytes());
    }

    static Manifest read(Place place, byte[] bytes) {
        Manifest manifest = StrictJson.object(place, bytes, fields -> read(place, fields));
        if (!Arrays.equals(manifest.bytes(), bytes)) {
            throw place.refuse(Code.DAMAGED, "is not spelt canonically (RFC 8785)");
        }
        return manifest;
    }

    private static Manifest read(Place place, Fields fields) {
        if (!fields.string("format").equals(FORMAT)) {
            throw new IllegalArgumentException("`format` must be `" + FORMAT + "`");
        }
        long version = fields.integer("version");
        if (version != VERSION) {
            throw place.refuse(Code.VERSION, "is of format version " + version + "; this version of Tapedeck reads " + VERSION,
                    version > VERSION ? "open it with a newer version of Tapedeck" : "");
        }
        SortedMap<String, Entry> entries = new TreeMap<>();
        Fields list = fields.object("entries");
        for (String name : list.names()) {
            Fields entry = list.object(name);
            entries.put(name, new Entry(entry.integer("bytes"), entry.string("sha256")));
            entry.done();
        }
        SortedMap<String, Long> counts = new TreeMap<>();
        Fields countList = fields.object("counts");
        countList.names().forEach(name -> counts.put(name, countList.integer(name)));
        Fields window = fields.object("window");
        Manifest manifest = new Manifest(entries, counts, fields.stringMap("labels"), window.moment("from"), window.moment("to"));
        window.done();
        return manifest;
    }
}
