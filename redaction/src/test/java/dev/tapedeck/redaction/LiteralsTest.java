package dev.tapedeck.redaction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as said by the code. */
class LiteralsTest {
    @TempDir
    private Path directory;

    private Literals of(String file, String source) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, source);
        return Literals.of(List.of(directory), Optional.empty());
    }

    @Test
    void of_javaScript_findsLiteralsTemplatesAndNames() throws IOException {
        Literals literals = of("a.mjs", """
                // it's "not" one
                /* nor 'this' */
                const status = invoice.state === 'SUB\\u004dITTED' ? "open" : `closed`;
                const key = `TENANT#${tenant.id}#${`INVOICE#${id}`}`;
                throw new Error('no invoice ' + id + " for " + tenant.name);
                const odd = a / b / c, re = /["'`]/g, text = 'after the pattern';
                const joined = 'one ' + 'text';
                """);
        assertThat(literals.strings()).contains("SUBMITTED", "open", "closed", "after the pattern").doesNotContain("not", "this",
                "]/g, text = ");
        assertThat(literals.identifiers()).contains("state", "invoice", "tenant", "id", "odd", "text");
        assertThat(literals.templates()).contains(List.of("TENANT#", "#", ""), List.of("INVOICE#", ""),
                List.of("no invoice ", " for ", ""));
        assertThat(literals.fragments()).contains("TENANT#", "INVOICE#").doesNotContain("no invoice ");
    }

    @Test
    void of_javaScriptTemplatesAcrossLines_joinIntoOneText() throws IOException {
        Literals literals = of("a.js", """
                return `Dear ${name}, your invoice ${number} was closed. ` +
                  `We will write to ${email} only.`;
                """);
        assertThat(literals.templates()).contains(List.of("Dear ", ", your invoice ", " was closed. We will write to ", " only."));
    }

    @Test
    void of_python_findsLiteralsAndFormats() throws IOException {
        Literals literals = of("handler.py", """
                # don't
                STATUS = {'open': "OPEN", r'raw\\n': 1}
                def key(tenant): return f"TENANT#{tenant['id']}#{{x}}"
                \"\"\"a text
                of lines\"\"\"
                log("posted %s in %d ms", entry, ms)
                """);
        assertThat(literals.strings()).contains("open", "OPEN", "raw\\n", "a text\nof lines", "posted %s in %d ms").doesNotContain("t\n");
        assertThat(literals.templates()).contains(List.of("TENANT#", "#{x}"), List.of("posted ", " in ", " ms"));
        assertThat(literals.identifiers()).contains("STATUS", "tenant", "entry");
    }

    @Test
    void of_packagesAndTests_areLeftOut() throws IOException {
        of("node_modules/lib/index.js", "const a = 'from a package';");
        of("test/fixtures.js", "const a = 'from a test';");
        of("src/a.test.js", "const a = 'from another test';");
        Literals literals = of("src/a.js", "const a = 'from the code';");
        assertThat(literals.strings()).containsExactly("from the code");
    }

    @Test
    void of_template_findsScalarsButNoConfiguration() throws IOException {
        Path template = directory.resolve("template.yaml");
        Files.writeString(template, """
                Parameters:
                  Stage: {Type: String, Default: production-of-acme}
                Resources:
                  Closing:
                    Type: AWS::SQS::Queue
                    Properties:
                      QueueName: !Sub "closing.fifo"
                      Environment: {Variables: {LEDGER_TOKEN: very-secret}}
                      Pattern: {source: [billing.invoices], detail-type: [InvoiceSubmitted]}
                """);
        Literals literals = Literals.of(List.of(), Optional.of(template));
        assertThat(literals.strings()).contains("closing.fifo", "billing.invoices", "InvoiceSubmitted", "AWS::SQS::Queue")
                .doesNotContain("very-secret", "production-of-acme");
        assertThat(literals.identifiers()).contains("QueueName", "detail-type").doesNotContain("LEDGER_TOKEN");
    }

    @Test
    void of_sourceThatIsNone_givesWhatItCan() throws IOException {
        assertThat(of("a.js", "const a = 'unterminated\nconst b = `never closed ${ {{{ ").strings()).isEmpty();
        assertThat(Literals.of(List.of(directory), Optional.of(directory.resolve("a.js"))).isEmpty()).isFalse();
    }
}
