package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.ZipForge.Part;
import dev.tapedeck.recording.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Files that must be refused, each built from the sample by one change. What is said of each is frozen beside the vectors. */
final class HostileCartridges {
    private static final String MANIFEST = "manifest.json";
    private static final String PROVENANCE = "provenance.dsse.json";
    private static final byte[] SMALL = "{}".getBytes(UTF_8);

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    static SortedMap<String, byte[]> all() {
        HostileCartridges hostile = new HostileCartridges();
        hostile.names();
        hostile.layout();
        hostile.headers();
        hostile.sizes();
        hostile.seals();
        hostile.statements();
        hostile.manifests();
        return hostile.files;
    }

    static SortedMap<String, byte[]> sample() {
        return new TreeMap<>(Cartridge.of(Sample.request(), Sample.KEY).entries());
    }

    private void names() {
        for (String[] named : new String[][]{{"parent", "../evil.json"}, {"absolute", "/etc/passwd"}, {"backslash", "events\\a.jsonl"},
                {"drive", "C:evil.json"}, {"inner-parent", "events/../evil.json"}, {"control", "events/a\u001b[2J.jsonl"},
                {"empty", ""}, {"folder", "events/"}, {"hidden", "events/.a.jsonl"}, {"unknown", "notes.txt"},
                {"nested", "events/a/b.jsonl"}, {"metrics", "telemetry/metrics.jsonl"}}) {
            add("name-" + named[0], new ZipForge().with(Part.stored(named[1], SMALL)));
        }
        add("name-twice", new ZipForge().with(Part.stored("environment.json", SMALL)).with(Part.stored("environment.json", SMALL)));
        add("name-case", new ZipForge().with(Part.stored("events/A.jsonl", SMALL)).with(Part.stored("events/a.jsonl", SMALL)));
        add("name-order", new ZipForge().with(Part.stored("recording.jsonl", SMALL)).with(Part.stored("environment.json", SMALL)));
    }

    private void layout() {
        add("layout-prefix", ZipForge.of(sample()).prefix("#!/bin/sh\n".getBytes(UTF_8)));
        add("layout-entry-as-prefix", ZipForge.of(sample()).prefix(Arrays.copyOf(ZipForge.of(sample()).bytes(), 200)));
        add("layout-suffix", ZipForge.of(sample()).suffix("trailing".getBytes(UTF_8)));
        add("layout-gap", ZipForge.of(sample()).beforeDirectory(new byte[7]));
        add("layout-comment", ZipForge.of(sample()).end(end -> end.putShort(20, (short) 4)).suffix("note".getBytes(UTF_8)));
        add("layout-disks", ZipForge.of(sample()).end(end -> end.putShort(4, (short) 1)));
        add("layout-zip64", ZipForge.of(sample()).end(end -> end.putInt(16, -1)));
        add("layout-zip64-count", ZipForge.of(sample()).end(end -> end.putShort(10, (short) -1)));
        add("layout-count-high", ZipForge.of(sample()).end(end -> end.putShort(8, (short) 11).putShort(10, (short) 11)));
        add("layout-count-low", ZipForge.of(sample()).end(end -> end.putShort(8, (short) 2).putShort(10, (short) 2)));
        add("layout-many", ZipForge.of(sample()).end(end -> end.putShort(8, (short) 5000).putShort(10, (short) 5000)));
        add("layout-directory-size", ZipForge.of(sample()).end(end -> end.putInt(12, end.getInt(12) - 1)));
        add("layout-directory-negative", ZipForge.of(sample()).end(end -> end.putInt(12, -7).putInt(16, end.getInt(16) + 7)));
        byte[] whole = ZipForge.of(sample()).bytes();
        files.put("layout-cut", Arrays.copyOf(whole, whole.length - 30));
        files.put("layout-empty-zip", Arrays.copyOfRange(new ZipForge().bytes(), 0, Zip.END_BYTES));
        files.put("layout-text", "not a cartridge\n".getBytes(UTF_8));
        files.put("age", "age-encryption.org/v1\n-> X25519 x\n".getBytes(UTF_8));
    }

    private void headers() {
        header("header-encrypted", part -> part.bend(2, 1));
        header("header-descriptor", part -> part.bend(2, 8));
        header("header-utf8-flag", part -> part.bend(2, 0x800));
        header("header-method", part -> part.bend(4, 9));
        header("header-time", part -> part.bend(6, 77));
        header("header-version", part -> part.bend(0, 45));
        header("header-extra", part -> part.bend(24, 4));
        header("header-symlink", part -> part.central(central -> central.putShort(4, (short) 0x314).putInt(38, 0xA1FF0000)));
        header("header-mode", part -> part.central(central -> central.putInt(38, 0x81ED0000)));
        header("header-comment", part -> part.central(central -> central.putShort(32, (short) 3)));
        header("header-offset", part -> part.central(central -> central.putInt(42, 1)));
        header("header-local-name", part -> part.local(local -> local.put(Zip.LOCAL_BYTES, (byte) 'm')));
        header("header-local-size", part -> part.local(local -> local.putInt(22, 9)));
        header("header-local-crc", part -> part.local(local -> local.putInt(14, 9)));
        header("header-local-signature", part -> part.local(local -> local.putInt(0, 9)));
        header("header-crc", part -> part.local(local -> local.putInt(14, 9)).central(central -> central.putInt(16, 9)));
        header("header-zip64", part -> part.central(central -> central.putInt(24, -1)));
        header("header-name-length", part -> part.central(central -> central.putShort(28, (short) 60_000)));
    }

    private void header(String name, UnaryOperator<Part> bend) {
        add(name, ZipForge.of(sample()).replacing("environment.json", bend.apply(Part.deflated("environment.json", sample().get(
                "environment.json")))));
    }

    private void sizes() {
        byte[] zeros = new byte[2 << 20];
        add("size-bomb", new ZipForge().with(Part.deflated("environment.json", zeros)));
        add("size-claims-impossible", new ZipForge().with(Part.deflated("environment.json", SMALL).claiming(200 << 20)));
        add("size-claims-huge", new ZipForge().with(Part.deflated("environment.json", SMALL).claiming(Integer.MAX_VALUE)));
        add("size-claims-negative", new ZipForge().with(Part.deflated("environment.json", SMALL).claiming(-2)));
        SortedMap<String, byte[]> entries = sample();
        byte[] manifest = entries.get(MANIFEST);
        add("size-claims-less", ZipForge.of(entries).replacing(MANIFEST, Part.deflated(MANIFEST, manifest).claiming(manifest.length - 1)));
        add("size-claims-more", ZipForge.of(entries).replacing(MANIFEST, Part.deflated(MANIFEST, manifest).claiming(manifest.length + 1)));
        add("size-stored-differs", ZipForge.of(entries).replacing(MANIFEST, Part.stored(MANIFEST, manifest).claiming(manifest.length - 1)));
    }

    /** Zipped as it should be, but not what was sealed. */
    private void seals() {
        changed("seal-content", entries -> entries.put("environment.json", "{\"region\":\"x\",\"functions\":[]}\n".getBytes(UTF_8)));
        changed("seal-entry-added", entries -> entries.put("events/other.jsonl", SMALL));
        changed("seal-entry-removed", entries -> entries.remove("events/http.jsonl"));
        changed("seal-manifest-removed", entries -> entries.remove(MANIFEST));
        changed("seal-provenance-removed", entries -> entries.remove(PROVENANCE));
        changed("seal-manifest-changed", entries -> entries.put(MANIFEST, edit(entries.get(MANIFEST), "c-1", "c-2")));
        changed("seal-signature-changed", entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> signature(envelope)
                .put("sig", Base64.getEncoder().encodeToString(new byte[64])))));
        changed("seal-signature-short", entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> signature(envelope)
                .put("sig", "AAAA"))));
        changed("seal-statement-changed",
                entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> envelope.put("payload",
                        Base64.getEncoder()
                                .encodeToString(edit(Base64.getDecoder().decode(envelope.get("payload").stringValue()), "2026-04-01",
                                        "2036-04-01"))))));
        changed("seal-other-cartridges-provenance", entries -> entries.put(PROVENANCE, Envelope.sign(new Provenance("0".repeat(64), Sample
                .statement()).text(), Sample.KEY).bytes()));
        changed("seal-signer-renamed", entries -> entries.put(PROVENANCE, edited(Envelope.sign(new Provenance(identity(entries), Sample
                .statement()).text(), Sample.OTHER_KEY).bytes(),
                envelope -> signature(envelope).put("keyid", Sample.KEY.verifyingKey().id()))));
        changed("seal-unknown-signer",
                entries -> entries.put(PROVENANCE, Envelope.sign(new Provenance(identity(entries), Sample.statement())
                        .text(), Sample.OTHER_KEY).bytes()));
        changed("seal-two-signatures",
                entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> ((ArrayNode) envelope.get(
                        "signatures")).add(signature(envelope).deepCopy()))));
        changed("seal-key-inside", entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> signature(envelope).put(
                "publicKey", "x"))));
        changed("seal-keyid-malformed",
                entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> signature(envelope).put(
                        "keyid", "ed25519:short"))));
        changed("seal-payload-type",
                entries -> entries.put(PROVENANCE, edited(entries.get(PROVENANCE), envelope -> envelope.put("payloadType",
                        "text/plain"))));
        changed("seal-spelling", entries -> entries.put(PROVENANCE, (new String(entries.get(PROVENANCE), UTF_8) + " ").getBytes(UTF_8)));
    }

    /** Signed by somebody trusted, and still not to be taken. */
    private void statements() {
        statement("statement-no-expiry", statement -> predicate(statement).put("expiresAt", "none"));
        statement("statement-expired", statement -> predicate(statement).put("expiresAt", "2026-03-01T23:59:59Z"));
        statement("statement-expiry-malformed", statement -> predicate(statement).put("expiresAt", "tomorrow"));
        statement("statement-unknown-field", statement -> predicate(statement).put("note", "x"));
        statement("statement-classification", statement -> predicate(statement).put("classification", "secret"));
        statement("statement-type", statement -> statement.put("predicateType", "https://slsa.dev/provenance/v1"));
        statement("statement-two-subjects", statement -> ((ArrayNode) statement.get("subject")).addObject());
        statement("statement-lacks-field", statement -> predicate(statement).remove("createdBy"));
    }

    private void manifests() {
        manifest("manifest-version", manifest -> manifest.put("version", 2));
        manifest("manifest-format", manifest -> manifest.put("format", "tape"));
        manifest("manifest-digest-malformed",
                manifest -> ((ObjectNode) manifest.get("entries").get("environment.json")).put("sha256", "00"));
        manifest("manifest-names-missing",
                manifest -> ((ObjectNode) manifest.get("entries")).putObject("events/x.jsonl").put("bytes", 1).put(
                        "sha256", "0".repeat(64)));
        manifest("manifest-names-itself",
                manifest -> ((ObjectNode) manifest.get("entries")).putObject(MANIFEST).put("bytes", 1).put("sha256", "0"
                        .repeat(64)));
        manifest("manifest-lacks-redaction", manifest -> ((ObjectNode) manifest.get("entries")).remove("redaction.json"));
        manifest("manifest-array", manifest -> manifest.putArray("labels"));
        changed("manifest-spelling", entries -> reseal(entries, (" " + new String(entries.get(MANIFEST), UTF_8)).getBytes(UTF_8)));
        changed("manifest-key-twice", entries -> reseal(entries, edit(entries.get(MANIFEST), "\"labels\"", "\"version\":1,\"labels\"")));
        changed("manifest-not-utf8", entries -> reseal(entries, new byte[]{'{', (byte) 0xff, '}'}));
        changed("manifest-deep", entries -> reseal(entries, "[".repeat(100_000).getBytes(UTF_8)));
    }

    private void add(String name, ZipForge forge) {
        files.put(name, forge.bytes());
    }

    private void changed(String name, Consumer<SortedMap<String, byte[]>> change) {
        SortedMap<String, byte[]> entries = sample();
        change.accept(entries);
        add(name, ZipForge.of(entries));
    }

    private void manifest(String name, Consumer<ObjectNode> change) {
        changed(name, entries -> reseal(entries, edited(entries.get(MANIFEST), change)));
    }

    private static void reseal(SortedMap<String, byte[]> entries, byte[] manifest) {
        entries.put(MANIFEST, manifest);
        entries.put(PROVENANCE, Envelope.sign(new Provenance(Sha256.hex(manifest), Sample.statement()).text(), Sample.KEY).bytes());
    }

    private void statement(String name, Consumer<ObjectNode> change) {
        changed(name, entries -> {
            byte[] text = new Provenance(identity(entries), Sample.statement()).text().getBytes(UTF_8);
            entries.put(PROVENANCE, Envelope.sign(new String(edited(text, change), UTF_8), Sample.KEY).bytes());
        });
    }

    private static String identity(SortedMap<String, byte[]> entries) {
        return Sha256.hex(entries.get(MANIFEST));
    }

    private static ObjectNode predicate(ObjectNode statement) {
        return (ObjectNode) statement.get("predicate");
    }

    private static ObjectNode signature(ObjectNode envelope) {
        return (ObjectNode) envelope.get("signatures").get(0);
    }

    private static byte[] edit(byte[] bytes, String from, String to) {
        return new String(bytes, UTF_8).replace(from, to).getBytes(UTF_8);
    }

    private static byte[] edited(byte[] json, Consumer<ObjectNode> change) {
        ObjectNode tree = (ObjectNode) Json.parse(new String(json, UTF_8));
        change.accept(tree);
        return StrictJson.canonical(tree);
    }
}
