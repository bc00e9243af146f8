package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One's own key and whom one trusts: made once, kept private, changed whole. */
class KeyStoreTest {
    @TempDir
    Path home;

    @Test
    void firstUse_makesAKeyForOneselfAlone_andTrustsIt() throws IOException {
        KeyStore store = KeyStore.in(home.resolve("config/tapedeck"));
        SigningKey key = store.signingKey("me");
        assertThat(store.signingKey("me").verifyingKey()).isEqualTo(key.verifyingKey());
        assertThat(store.trust().signers()).containsExactly(new TrustFile.Signer(key.verifyingKey(), "me"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.keyPath()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.keyPath().getParent()))).isEqualTo("rwx------");
        Path file = home.resolve("x.cartridge");
        Cartridge.seal(Sample.request(), key, file);
        assertThat(Cartridge.open(file, store.trust(), Sample.NOW, Limits.DEFAULT).signer()).isEqualTo(key.verifyingKey());
    }

    @Test
    void firstUse_byManyAtOnce_makesOneKey() throws Exception {
        List<Callable<String>> uses = IntStream.range(0, 16).mapToObj(i -> (Callable<String>) () -> KeyStore.in(home).signingKey("me")
                .verifyingKey().id()).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<String> keys = new ArrayList<>();
            for (Future<String> use : threads.invokeAll(uses)) {
                keys.add(use.get());
            }
            assertThat(keys).hasSize(16).containsOnly(KeyStore.in(home).trust().signers().getFirst().key().id());
        }
        assertThat(KeyStore.in(home).trust().signers()).hasSize(1);
    }

    @Test
    void firstUse_byManyProcessesAtOnce_makesOneKey() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(ChildProcess.start(ChildProcess.class, "key", home.toString()));
        }
        List<String> keys = new ArrayList<>();
        for (Process process : processes) {
            keys.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(keys).hasSize(3).containsOnly(KeyStore.in(home).signingKey("me").verifyingKey().id());
        assertThat(KeyStore.in(home).trust().signers()).hasSize(1);
    }

    @Test
    void key_thatOthersCanRead_isRefused() throws IOException {
        KeyStore store = KeyStore.in(home);
        store.signingKey("me");
        Files.setPosixFilePermissions(store.keyPath(), PosixFilePermissions.fromString("rw-r-----"));
        CartridgeTest.refused(Code.EXPOSED_KEY, () -> store.signingKey("me")).hasMessageContaining("others can read");
    }

    @Test
    void key_thatIsNone_isRefused() throws IOException {
        KeyStore store = KeyStore.in(home);
        store.signingKey("me");
        Files.writeString(store.keyPath(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        CartridgeTest.refused(Code.DAMAGED, () -> store.signingKey("me")).hasMessageContaining("expected a PEM block `PUBLIC KEY`");
    }

    @Test
    void key_whoseHalvesDoNotBelongTogether_isRefused() {
        String swapped = Sample.KEY.pem().substring(0, Sample.KEY.pem().indexOf("-----BEGIN PUBLIC")) + Sample.OTHER_KEY.pem().substring(
                Sample.OTHER_KEY.pem().indexOf("-----BEGIN PUBLIC"));
        assertThatThrownBy(() -> SigningKey.parse(swapped)).hasMessageContaining("not that of its private key");
    }

    /** RFC 8032, section 7.1, test 2: the message is one byte. */
    @Test
    void sign_isEd25519() {
        assertThat(HexFormat.of().formatHex(Sample.OTHER_KEY.sign(new byte[]{0x72}))).isEqualTo("92a009a9f0d4cab8720e820b5f642540"
                + "a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(SigningKey.parse(Sample.KEY.pem()).verifyingKey()).isEqualTo(Sample.KEY.verifyingKey());
    }

    @Test
    void trust_addedRenamedRemoved() {
        Path path = home.resolve("ci/trust.json");
        TrustFile.add(path, new TrustFile.Signer(Sample.KEY.verifyingKey(), "jo"));
        TrustFile.add(path, new TrustFile.Signer(Sample.OTHER_KEY.verifyingKey(), "sam"));
        TrustFile.add(path, new TrustFile.Signer(Sample.KEY.verifyingKey(), "jo (platform)"));
        assertThat(TrustFile.read(path).signers()).extracting(TrustFile.Signer::name).containsExactly("sam", "jo (platform)");
        TrustFile.remove(path, Sample.OTHER_KEY.verifyingKey());
        assertThat(TrustFile.read(path).signer(Sample.OTHER_KEY.verifyingKey().id())).isEmpty();
        assertThat(TrustFile.read(path).signer(Sample.KEY.verifyingKey().id())).isPresent();
    }

    @Test
    void trust_malformed_isRefusedWithItsPlace() throws IOException {
        Path path = home.resolve("trust.json");
        Files.writeString(path, "{\"version\": 1,\n \"signers\": [}");
        CartridgeTest.refused(Code.DAMAGED, () -> TrustFile.read(path)).hasMessageContaining("line 2, column");
        Files.writeString(path, "{\"version\": 2, \"signers\": []}");
        CartridgeTest.refused(Code.VERSION, () -> TrustFile.read(path)).hasMessageContaining("version 2");
        Files.writeString(path, "{\"version\": 1, \"signers\": [{\"key\": \"ed25519:x\", \"name\": \"x\"}]}");
        CartridgeTest.refused(Code.DAMAGED, () -> TrustFile.read(path)).hasMessageContaining("43 characters of base64url");
    }

    @Test
    void key_idsThatLookAlike_areNotTaken() {
        String id = Sample.KEY.verifyingKey().id();
        assertThatThrownBy(() -> new VerifyingKey(id.replace("ed25519", "ED25519"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VerifyingKey(id.substring(0, id.length() - 1) + "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VerifyingKey(id + "=")).isInstanceOf(IllegalArgumentException.class);
    }
}
