package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.RecordingCodec;

/** The names that entries may have: a short list and one pattern, so that nothing unpacked from a cartridge can land where it should not. */
final class EntryName {
    static final String MANIFEST = "manifest.json";
    static final String PROVENANCE = "provenance.dsse.json";
    static final String REDACTION = "redaction.json";

    private EntryName() {}

    static void check(Place entry, String name) {
        if (!name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw entry.refuse(Code.DAMAGED, "a name is printable ASCII without spaces");
        }
        if (name.startsWith("/") || name.contains("\\") || (name.length() > 1 && name.charAt(1) == ':')) {
            throw entry.refuse(Code.DAMAGED, "a name must be a relative path with `/` between its parts");
        }
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.equals(".")) {
                throw entry.refuse(Code.DAMAGED, "its path leads out of the cartridge");
            }
        }
        if (!name.equals(MANIFEST) && !name.equals(PROVENANCE) && !name.equals(REDACTION) && !RecordingCodec.isEntry(name)) {
            throw entry.refuse(Code.DAMAGED, "a cartridge of format version " + Manifest.VERSION + " has no such entry");
        }
    }
}
