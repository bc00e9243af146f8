package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * A user's own key and trust, in a directory such as {@code ~/.config/tapedeck}:
 *
 * <pre>
 *   trust.json            whose cartridges are opened
 *   keys/signing.pem      one's own key, readable by oneself alone
 * </pre>
 *
 * The first use makes the key and trusts it for oneself; that several processes may be first is allowed for.
 */
public final class KeyStore {
    private static final long LARGEST_BYTES = 1 << 16;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path directory;

    private KeyStore(Path directory) {
        this.directory = directory;
    }

    public static KeyStore in(Path directory) {
        return new KeyStore(directory);
    }

    public Path trustPath() {
        return directory.resolve("trust.json");
    }

    public Path keyPath() {
        return directory.resolve("keys").resolve("signing.pem");
    }

    public TrustFile trust() {
        return TrustFile.read(trustPath(), true);
    }

    /**
     * One's own key, made on first use and then trusted under {@code ownName}. Trust is written before the key, so that there is never a key
     * whose cartridges its owner would be refused.
     */
    public SigningKey signingKey(String ownName) {
        if (Files.exists(keyPath())) {
            return load();
        }
        return Locked.during(directory, () -> Files.exists(keyPath()) ? load() : make(ownName));
    }

    private SigningKey make(String ownName) {
        try {
            Locked.makeDirectory(directory.resolve("keys"));
        } catch (IOException e) {
            throw Place.file(directory.resolve("keys")).refuse(Code.UNWRITABLE, "cannot be made: " + e.getClass().getSimpleName(), e);
        }
        SigningKey key = SigningKey.generate();
        TrustFile.add(trustPath(), new TrustFile.Signer(key.verifyingKey(), ownName));
        WholeFile.write(keyPath(), key.pem().getBytes(StandardCharsets.UTF_8), WholeFile.Readers.OWNER);
        return key;
    }

    private SigningKey load() {
        Place place = Place.file(keyPath());
        try {
            if (keyPath().getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(keyPath()).stream().anyMatch(OTHERS::contains)) {
                throw place.refuse(Code.EXPOSED_KEY, "others can read or change this private key",
                        "`chmod 600 " + keyPath() + "`, and if it may"
                                + " have been read, delete it: the next use makes a new one");
            }
            return SigningKey.parse(new String(WholeFile.read(keyPath(), LARGEST_BYTES), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException malformed) {
            throw place.refuse(Code.DAMAGED, String.valueOf(malformed.getMessage()), malformed);
        } catch (IOException e) {
            throw place.refuse(Code.MISSING, "cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
