package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose signatures one takes. Ordinarily {@code trust.json} in the user's configuration; {@code --trust FILE} names another where there is no
 * home, as in CI:
 *
 * <pre>
 *   {"version": 1, "signers": [{"key": "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "name": "Jo (platform team)"}]}
 * </pre>
 */
public final class TrustFile {
    private static final int VERSION = 1;
    private static final long LARGEST_BYTES = 1 << 20;

    private final Path path;
    private final boolean usual;
    private final List<Signer> signers;

    /** @param name what to call its owner */
    public record Signer(VerifyingKey key, String name) {}

    private TrustFile(Path path, boolean usual, List<Signer> signers) {
        this.path = path;
        this.usual = usual;
        this.signers = List.copyOf(signers);
    }

    /** The file at {@code path}, named by {@code --trust}; one that is not there trusts nobody. */
    public static TrustFile read(Path path) {
        return read(path, false);
    }

    /** @param usual whether this is the file that commands take without {@code --trust} */
    static TrustFile read(Path path, boolean usual) {
        if (!Files.exists(path)) {
            return new TrustFile(path, usual, List.of());
        }
        Place place = Place.file(path);
        return new TrustFile(path, usual, StrictJson.object(place, WholeFile.read(path, LARGEST_BYTES), fields -> {
            long version = fields.integer("version");
            if (version != VERSION) {
                throw place.refuse(Code.VERSION, "is of version " + version + "; this version of Tapedeck reads " + VERSION);
            }
            return fields.objects("signers").stream().map(TrustFile::readSigner).toList();
        }));
    }

    private static Signer readSigner(Fields fields) {
        Signer signer = new Signer(new VerifyingKey(fields.string("key")), fields.string("name"));
        fields.done();
        return signer;
    }

    /** Reads, changes and writes the file at {@code path} as one step, also where several processes do. */
    static TrustFile update(Path path, UnaryOperator<TrustFile> change) {
        Path directory = path.toAbsolutePath().resolveSibling("");
        return Locked.during(directory, () -> {
            TrustFile before = read(path);
            TrustFile after = change.apply(before);
            if (!after.signers.equals(before.signers)) {
                after.write();
            }
            return after;
        });
    }

    /** Trusts a key from now on; one that is there already gets the new name. */
    public static TrustFile add(Path path, Signer signer) {
        return update(path, file -> file.with(signer));
    }

    /** Trusts a key no longer. */
    public static TrustFile remove(Path path, VerifyingKey key) {
        return update(path, file -> new TrustFile(path, file.usual, file.others(key)));
    }

    TrustFile with(Signer signer) {
        return new TrustFile(path, usual, Stream.concat(others(signer.key).stream(), Stream.of(signer)).toList());
    }

    private List<Signer> others(VerifyingKey key) {
        return signers.stream().filter(signer -> !signer.key.equals(key)).toList();
    }

    private void write() {
        ObjectNode json = Json.object().put("version", VERSION);
        ArrayNode list = json.putArray("signers");
        signers.forEach(signer -> list.addObject().put("key", signer.key.id()).put("name", signer.name));
        String pretty = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        WholeFile.write(path, pretty.getBytes(StandardCharsets.UTF_8), WholeFile.Readers.OWNER);
    }

    /** The command that would trust {@code key} where this file says who is trusted. */
    String commandToAdd(VerifyingKey key) {
        return "tapedeck trust add " + key + " --name WHO" + (usual ? "" : " --trust " + path);
    }

    public Path path() {
        return path;
    }

    public List<Signer> signers() {
        return signers;
    }

    /** The trusted signer whose key id is {@code id}. */
    public Optional<Signer> signer(String id) {
        return signers.stream().filter(signer -> signer.key.id().equals(id)).findFirst();
    }
}
