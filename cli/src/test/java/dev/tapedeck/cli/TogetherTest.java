package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two of everything at once, from the very first start on: neither spoils what the other does. (Two first builds: dev/launcher.test.mjs.) */
class TogetherTest {

    @TempDir
    private Path directory;

    private static List<Checkout.Ran> both(Running one, Running other) throws InterruptedException {
        List<Checkout.Ran> ran = List.of(one.ran(), other.ran());
        ran.forEach(each -> assertThat(each.exit()).as(each.text()).isZero());
        return ran;
    }

    @Test
    void extract_twiceToDifferentFilesWithoutAKeyYet_writesBoth() throws IOException, InterruptedException {
        Bench bench = new Bench(directory);

        both(bench.start(Bench.EXTRACT, "out/one"), bench.start(Bench.EXTRACT, "out/other"));

        assertThat(bench.wholeOrAbsent("out/one")).isTrue();
        assertThat(bench.wholeOrAbsent("out/other")).isTrue();
        bench.clean("one", "other");
    }

    @Test
    void extract_twiceToTheSameFile_writesOneOfThemWhole() throws IOException, InterruptedException {
        Bench bench = new Bench(directory);

        List<Checkout.Ran> ran = both(bench.start(Bench.EXTRACT, "out/x"), bench.start(Bench.EXTRACT, "out/x"));

        assertThat(ran.stream().map(Checkout.Ran::text)).anyMatch(text -> text.contains("sha256:" + bench.opened("out/x").identity()));
        bench.clean("x");
    }

    @Test
    void replay_twiceWithNothingStagedYet_givesOneDigest() throws IOException, InterruptedException {
        Bench bench = new Bench(directory).withCartridge();

        List<Checkout.Ran> ran = both(bench.start(Bench.REPLAY, "out/one"), bench.start(Bench.REPLAY, "out/other"));

        assertThat(ran.stream().flatMap(TogetherTest::digests).distinct()).hasSize(1);
        bench.clean("one", "other");
    }

    private static Stream<String> digests(Checkout.Ran ran) {
        List<String> lines = ran.lines().stream().filter(line -> line.startsWith("digest")).toList();
        assertThat(lines).as(ran.text()).hasSize(1);
        return lines.stream();
    }
}
