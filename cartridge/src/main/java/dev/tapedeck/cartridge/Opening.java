package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The way in, in the order in which least is believed: headers, then manifest and provenance alone, then the signature, then the date, and only
 * then everything else against its digest.
 */
final class Opening {
    private static final byte[] AGE = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARMOURED_AGE = "-----BEGIN AGE ENCRYPTED FILE-----".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_MANIFEST = 4 << 20;
    private static final int LARGEST_PROVENANCE = 1 << 20;

    private final Place file;
    private final TrustFile trust;
    private final Moment now;
    private final Limits limits;

    Opening(Place file, TrustFile trust, Moment now, Limits limits) {
        this.file = file;
        this.trust = trust;
        this.now = now;
        this.limits = limits;
    }

    Cartridge open(byte[] bytes) {
        refuseAge(bytes);
        ZipReader zip = ZipReader.of(file, bytes, limits);
        byte[] manifestBytes = small(zip, EntryName.MANIFEST, LARGEST_MANIFEST);
        Manifest manifest = Manifest.read(file.entry(EntryName.MANIFEST), manifestBytes);
        byte[] provenanceBytes = small(zip, EntryName.PROVENANCE, LARGEST_PROVENANCE);
        Place place = file.entry(EntryName.PROVENANCE);
        Envelope envelope = Envelope.read(place, provenanceBytes);
        VerifyingKey signer = signer(place, envelope);
        Provenance provenance = Provenance.read(place, envelope.payload());
        if (!provenance.identity().equals(manifest.identity())) {
            throw place.refuse(Code.SIGNATURE, "was signed for another manifest", "take the original; this file was put together from two");
        }
        refuseExpired(provenance.statement());
        SortedMap<String, byte[]> entries = readContents(zip, manifest);
        entries.put(EntryName.MANIFEST, manifestBytes);
        entries.put(EntryName.PROVENANCE, provenanceBytes);
        return new Cartridge(file, entries, manifest, provenance.statement(), signer);
    }

    private void refuseAge(byte[] bytes) {
        if (startsWith(bytes, AGE) || startsWith(bytes, ARMOURED_AGE)) {
            throw file.refuse(Code.ENCRYPTED, "is an age envelope, which this version of Tapedeck does not open",
                    "`age --decrypt` with the key that it was encrypted for gives the cartridge inside");
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        return bytes.length >= head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }

    private byte[] small(ZipReader zip, String name, int largest) {
        Zip.Header header = zip.headers().get(name);
        if (header != null && header.size() > largest) {
            throw file.entry(name).refuse(Code.TOO_LARGE, "unpacks to " + header.size() + " bytes; " + largest + " are allowed");
        }
        return zip.content(name);
    }

    private VerifyingKey signer(Place place, Envelope envelope) {
        VerifyingKey claimed;
        try {
            claimed = new VerifyingKey(envelope.signer());
        } catch (IllegalArgumentException malformed) {
            throw place.refuse(Code.DAMAGED, "`signatures[0].keyid`: " + malformed.getMessage(), malformed);
        }
        if (!envelope.verifiedBy(claimed)) {
            throw place.refuse(Code.SIGNATURE, "its signature is not one of key `" + claimed + "`",
                    "take the original; this file was changed");
        }
        return trust.signer(claimed.id()).map(TrustFile.Signer::key).orElseThrow(() -> file.refuse(Code.UNKNOWN_SIGNER,
                "signed by `" + claimed + "`, whom `" + trust.path() + "` does not name",
                "ask whoever sealed it for their key (`tapedeck trust` prints it); if it is this one, `" + trust.commandToAdd(claimed)
                        + "`"));
    }

    private void refuseExpired(Statement statement) {
        statement.expiry().filter(expiry -> now.compareTo(expiry) >= 0).ifPresent(expiry -> {
            throw file.refuse(Code.EXPIRED, "expired at " + expiry.iso() + "; it was sealed by " + statement.createdBy()
                    + (statement.ticket().isEmpty() ? "" : " for " + statement.ticket()),
                    "extract the incident again from its telemetry if it is still needed");
        });
    }

    private SortedMap<String, byte[]> readContents(ZipReader zip, Manifest manifest) {
        SortedSet<String> present = new TreeSet<>(zip.headers().keySet());
        present.remove(EntryName.MANIFEST);
        present.remove(EntryName.PROVENANCE);
        present.removeAll(manifest.entries().keySet());
        if (!present.isEmpty()) {
            throw file.entry(present.first()).refuse(Code.DIGEST, "the manifest does not name it");
        }
        SortedMap<String, byte[]> contents = new TreeMap<>();
        for (Map.Entry<String, Manifest.Entry> named : manifest.entries().entrySet()) {
            byte[] content = zip.content(named.getKey());
            if (!Manifest.Entry.of(content).equals(named.getValue())) {
                throw file.entry(named.getKey()).refuse(Code.DIGEST, "its content is not what was sealed",
                        "take the original; this file was changed");
            }
            contents.put(named.getKey(), content);
        }
        if (!contents.containsKey(EntryName.REDACTION)) {
            throw file.entry(EntryName.REDACTION).refuse(Code.DAMAGED, "the entry is missing");
        }
        return contents;
    }
}
