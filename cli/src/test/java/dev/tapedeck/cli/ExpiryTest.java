package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.KeyStore;
import dev.tapedeck.cartridge.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a policy says of the end of a cartridge holds as if it were typed. */
class ExpiryTest {

    private static final String EXTRACT = "./tapedeck extract examples/invoice-close/recording --correlation "
            + "697c1a18-715e-493f-a2cc-ca68876621c7 --policy policy.yaml -o x.cartridge";

    @TempDir
    private Path directory;

    private Checkout checkout;

    @BeforeEach
    void policy() throws IOException {
        checkout = new Checkout(directory);
        Files.writeString(directory.resolve("policy.yaml"), "version: 1\nstatement: {expiresAfterDays: none}\n");
    }

    @Test
    void extract_policyThatNothingExpiresAndNoApprover_isRefused() throws IOException, InterruptedException {
        Checkout.Ran ran = checkout.run(EXTRACT);
        assertThat(ran.exit()).as(ran.text()).isEqualTo(3);
        assertThat(ran.text()).contains("never expires", "--approved-by");
        assertThat(directory.resolve("x.cartridge")).doesNotExist();
    }

    @Test
    void extract_policyThatNothingExpiresAndAnApprover_neverExpires() throws IOException, InterruptedException {
        Checkout.Ran ran = checkout.run(EXTRACT + " --approved-by somebody");
        assertThat(ran.exit()).as(ran.text()).isZero();
        Cartridge cartridge = Cartridge.open(directory.resolve("x.cartridge"), KeyStore.in(directory.resolve("config/tapedeck")).trust(),
                Homes.now(), Limits.DEFAULT);
        assertThat(cartridge.statement().expiresAt()).isNull();
    }
}
