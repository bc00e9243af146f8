package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A function that is called as its tenant is: refused with what to write, and sealed once that is written. */
class ComponentNameTest {

    @TempDir
    private Path directory;

    @Test
    void extract_nameTellsATenant_saysWhatToWrite() throws IOException, InterruptedException {
        Tape tape = new Tape();
        tape.run("orders-acme-north", "3f0c9a52-51a6-4c0e-8f5e-0d1b34a1c101", 0, 100,
                Tape.post("{'correlationId':'" + Tape.CORRELATION + "','tenant':'acme-north'}")).returns("{'statusCode':200}");
        Files.write(directory.resolve("tape.json"), tape.otlp());
        Checkout checkout = new Checkout(directory);
        String extract = "./tapedeck extract tape.json --correlation " + Tape.CORRELATION + " -o x.cartridge";

        Checkout.Ran refused = checkout.run(extract);
        assertThat(refused.exit()).as(refused.text()).isEqualTo(Exit.REFUSED.code());
        assertThat(refused.text()).contains(
                "hint: names of components stay, and `orders-acme-north` holds a value that is replaced elsewhere",
                "keep: [\"/components/orders-acme-north\"]");
        assertThat(directory.resolve("x.cartridge")).doesNotExist();

        Files.writeString(directory.resolve("policy.yaml"), "version: 1\nkeep: [\"/components/orders-acme-north\"]\n");
        Checkout.Ran sealed = checkout.run(extract + " --policy policy.yaml && unzip -p x.cartridge recording.jsonl");
        assertThat(sealed.exit()).as(sealed.text()).isZero();
        assertThat(sealed.text()).contains("orders-acme-north").doesNotContain("tenant\":\"acme-north")
                .doesNotContain("tenant\\\":\\\"acme-north");
    }
}
