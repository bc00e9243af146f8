package dev.tapedeck.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code NAME=DIR#file.handler}, as {@code --code} takes it, and {@code NAME=DIR} as {@code --variant} does. */
record CodeOption(String component, Path directory, String handler) {

    static CodeOption code(String text) {
        int equals = text.indexOf('=');
        int hash = text.lastIndexOf('#');
        if (equals <= 0 || hash < equals || hash == text.length() - 1) {
            throw CommandFailure.usage("`--code " + text + "` is not NAME=DIR#file.handler",
                    "for example `--code close-invoice=app#functions/close-invoice.handler`");
        }
        return new CodeOption(text.substring(0, equals), directory("--code", text.substring(equals + 1, hash)), text.substring(hash + 1));
    }

    static CodeOption variant(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw CommandFailure.usage("`--variant " + text + "` is not NAME=DIR",
                    "for example `--variant close-invoice=fixed/close-invoice`");
        }
        return new CodeOption(text.substring(0, equals), directory("--variant", text.substring(equals + 1)), "");
    }

    private static Path directory(String option, String text) {
        Path directory = Path.of(text);
        if (!Files.isDirectory(directory)) {
            throw CommandFailure.usage("`" + option + "`: `" + text + "` is not a directory", "name the directory that holds the code");
        }
        return directory.toAbsolutePath().normalize();
    }
}
