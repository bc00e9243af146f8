package dev.tapedeck.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a compiler in the fence hands out is kept whole, inside of its own directory, or not at all. */
class CompiledCodeTest {

    private final String identity = "test " + UUID.randomUUID();
    private final CompiledCode code = new CompiledCode(TestBench.state(), identity);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private void file(String source, String content) throws IOException {
        byte[] name = source.getBytes(StandardCharsets.UTF_8);
        out.writeInt(name.length);
        out.write(name);
        out.writeInt(content.length());
        out.write(content.getBytes(StandardCharsets.US_ASCII));
    }

    private InputStream archive() throws IOException {
        out.writeInt(0);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private void isRefused(InputStream archive) throws IOException {
        assertThat(code.unpack(archive)).isEmpty();
        assertThat(code.known()).isEmpty();
    }

    @Test
    void unpack_wholeArchive_isKeptReadOnlyAndKnownFromThenOn() throws IOException {
        assertThat(code.known()).isEmpty();
        file("/var/task/app.py", "compiled");
        file("/var/task/deep/er.py", "also");

        Path modules = code.unpack(archive()).orElseThrow();

        assertThat(modules.resolve("var/task/app.pyc")).hasContent("compiled");
        assertThat(modules.resolve("var/task/deep/er.pyc")).hasContent("also");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(modules.resolve("var/task/app.pyc"))))
                .isEqualTo("r--r--r--");
        assertThat(code.known()).contains(modules);
        assertThat(new CompiledCode(TestBench.state(), identity).known()).contains(modules);
        assertThat(new CompiledCode(TestBench.state(), identity + " of another interpreter").known()).isEqualTo(Optional.empty());
    }

    @Test
    void unpack_pathThatLeadsOut_isNotKept() throws IOException {
        file("/var/task/app.py", "fine");
        file("/../../runtime/hooks.py", "not fine");

        isRefused(archive());
    }

    @Test
    void unpack_archiveThatBreaksOff_isNotKept() throws IOException {
        file("/var/task/app.py", "compiled");
        byte[] whole = archive().readAllBytes();

        for (int length = 0; length < whole.length; length++) {
            isRefused(new ByteArrayInputStream(whole, 0, length));
        }
    }

    @Test
    void unpack_lengthsThatCannotBe_areNotKept() throws IOException {
        out.writeInt(-1);
        isRefused(archive());
        bytes.reset();
        out.writeInt(5000);
        isRefused(archive());
        bytes.reset();
        out.writeInt(1);
        out.write('a');
        out.writeInt(Integer.MAX_VALUE);
        isRefused(archive());
    }

    @Test
    void unpack_noFiles_isAnEmptyDirectory() throws IOException {
        assertThat(code.unpack(archive())).hasValueSatisfying(modules -> assertThat(modules).isEmptyDirectory());
    }
}
