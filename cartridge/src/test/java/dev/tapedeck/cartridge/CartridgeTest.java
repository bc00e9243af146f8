package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.recording.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The life of a cartridge: sealed, opened by whoever trusts its signer, refused to everybody else. */
class CartridgeTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void seal() {
        file = directory.resolve("incident.cartridge");
        Cartridge.seal(Sample.request(), Sample.KEY, file);
    }

    @Test
    void open_sealedByTrusted_givesEverythingBack() {
        Cartridge cartridge = open(Sample.NOW);
        assertThat(cartridge.recording()).isEqualTo(Sample.recording());
        assertThat(cartridge.statement()).isEqualTo(Sample.statement());
        assertThat(cartridge.redaction()).isEqualTo(Sample.redaction());
        assertThat(cartridge.signer()).isEqualTo(Sample.KEY.verifyingKey());
        assertThat(cartridge.manifest().counts()).containsEntry("invocations", 1L).containsEntry("logs", 0L);
        assertThat(cartridge.manifest().labels()).containsEntry("correlationId", "c-1");
        assertThat(cartridge.identity()).hasSize(64).isEqualTo(Cartridge.of(Sample.request(), Sample.OTHER_KEY).identity());
    }

    @Test
    void seal_twice_givesEqualBytes() throws IOException {
        Path again = directory.resolve("again.cartridge");
        Cartridge.seal(Sample.request(), Sample.KEY, again);
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void seal_otherStatement_keepsTheIdentity() {
        Statement other = Sample.statement().inheriting(List.of());
        Statement renamed = new Statement(other.toolVersion(), List.of(), "sha256:0", "", "", Statement.Classification.PUBLIC, "sam",
                other.createdAt(), "lee", null);
        Cartridge cartridge = Cartridge.of(new SealRequest(Sample.recording(), Sample.redaction(), renamed), Sample.KEY);
        assertThat(cartridge.identity()).isEqualTo(open(Sample.NOW).identity());
        cartridge.writeTo(file);
        assertThat(open(Moment.parse("2199-01-01T00:00:00Z")).statement().expiry()).isEmpty();
    }

    @Test
    void open_unknownSigner_namesTheCommandThatWouldTrustIt() {
        TrustFile nobody = TrustFile.read(directory.resolve("trust.json"));
        refused(Code.UNKNOWN_SIGNER, () -> Cartridge.open(file, nobody, Sample.NOW, Limits.DEFAULT)).satisfies(refusal -> {
            assertThat(refusal).hasMessage("`" + file + "`: signed by `ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo`, whom `"
                    + nobody.path() + "` does not name");
            assertThat(refusal.hint())
                    .contains("`tapedeck trust add ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo --name WHO --trust "
                            + nobody.path() + "`");
        });
        TrustFile own = KeyStore.in(directory.resolve("home")).trust();
        refused(Code.UNKNOWN_SIGNER, () -> Cartridge.open(file, own, Sample.NOW, Limits.DEFAULT)).satisfies(
                refusal -> assertThat(refusal.hint()).endsWith(" --name WHO`"));
    }

    @Test
    void open_atItsExpiry_isRefused_andJustBeforeIsNot() {
        assertThat(open(Sample.EXPIRY.plusNanos(-1))).isNotNull();
        refused(Code.EXPIRED, () -> open(Sample.EXPIRY)).hasMessageContaining("expired at 2026-04-01T00:00:00Z");
    }

    @Test
    void open_whatIsNoCartridge_saysSo() throws IOException {
        refused(Code.MISSING, () -> open(directory.resolve("none"))).hasMessageContaining("no such file");
        refused(Code.MISSING, () -> open(directory)).hasMessageContaining("not a regular file");
        refused(Code.DAMAGED, () -> open(Files.writeString(file, "hello"))).hasMessageContaining("offset 0: not a cartridge");
        refused(Code.DAMAGED, () -> open(Files.writeString(file, ""))).hasMessageContaining("offset 0: not a cartridge");
        refused(Code.ENCRYPTED, () -> open(Files.writeString(file, "age-encryption.org/v1\n-> X25519 abc\n")))
                .hasMessageContaining("age envelope");
        refused(Code.ENCRYPTED, () -> open(Files.writeString(file, "-----BEGIN AGE ENCRYPTED FILE-----\n")))
                .hasMessageContaining("age envelope");
    }

    @Test
    void seal_whereItCannotBeWritten_leavesNothingBehind() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("folder/full")).getParent();
        Path missing = directory.resolve("missing/x.cartridge");
        refused(Code.UNWRITABLE, () -> Cartridge.seal(Sample.request(), Sample.KEY, folder)).hasMessageContaining("cannot be written");
        refused(Code.UNWRITABLE, () -> Cartridge.seal(Sample.request(), Sample.KEY, missing))
                .hasMessageContaining("directory does not exist");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(file, folder);
        }
    }

    @Test
    void seal_whatHasNoCanonicalSpelling_isRefused() {
        Statement half = new Statement("1", List.of(), "", "\ud83d", "", Statement.Classification.PUBLIC, "jo", Sample.NOW, null,
                Sample.EXPIRY);
        refused(Code.UNWRITABLE, () -> Cartridge.of(new SealRequest(Sample.recording(), Sample.redaction(), half), Sample.KEY))
                .hasMessageContaining("surrogate pair");
    }

    @Test
    void statement_neverExpiringWithoutApproval_cannotBeMade() {
        assertThatThrownBy(() -> new Statement("1", List.of(), "", "", "", Statement.Classification.PUBLIC, "jo", Sample.NOW, null, null))
                .hasMessageContaining("approvedBy");
    }

    @Test
    void inheriting_takesTheStrictest() {
        Statement restricted = new Statement("1", List.of(), "", "", "", Statement.Classification.RESTRICTED, "jo", Sample.NOW, "lee",
                null);
        Statement child = restricted.inheriting(List.of(Sample.statement()));
        assertThat(child.expiresAt()).isEqualTo(Sample.EXPIRY);
        assertThat(Sample.statement().inheriting(List.of(restricted)).classification()).isEqualTo(Statement.Classification.RESTRICTED);
    }

    private Cartridge open(Moment now) {
        return Cartridge.open(file, Sample.trust(), now, Limits.DEFAULT);
    }

    private static Cartridge open(Path file) {
        return Cartridge.open(file, Sample.trust(), Sample.NOW, Limits.DEFAULT);
    }

    static AbstractThrowableAssert<?, CartridgeException> refused(Code code,
            org.assertj.core.api.ThrowableAssert.ThrowingCallable opening) {
        return assertThatThrownBy(opening).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.throwable(CartridgeException.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
