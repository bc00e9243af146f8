package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The cartridge that a command works on, and whose signature to believe. */
final class CartridgeArgument {

    @Parameters(paramLabel = "CARTRIDGE", description = "A cartridge file.")
    private @Nullable Path file;

    @Option(names = "--trust", paramLabel = "FILE", description = "Trust the signers named in FILE instead of your own trust file.")
    private @Nullable Path trust;

    Path file() {
        return java.util.Objects.requireNonNull(file, "picocli requires it");
    }

    /** As it was typed. */
    String typed() {
        return Shell.word(file()) + (trust == null ? "" : " --trust " + Shell.word(trust));
    }

    Cartridge open() {
        if (trust != null && !Files.exists(trust)) {
            throw CommandFailure.usage("`--trust " + trust + "`: there is no such file", "`tapedeck trust add KEYID --name WHO --trust "
                    + Shell.word(trust) + "` makes one");
        }
        return Cartridge.open(file(), Homes.trust(trust), Homes.now(), Limits.DEFAULT);
    }
}
