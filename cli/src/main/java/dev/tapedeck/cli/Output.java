package dev.tapedeck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a file may be written, asked before the work and not after it. */
final class Output {

    private Output() {}

    /** @param force whether what is there may be written over */
    static void check(@Nullable Path file, boolean force) {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage("`" + file + "` is a directory", "name a file in it");
        }
        if (Files.exists(file) && !force) {
            throw CommandFailure.usage("`" + file + "` exists already", "choose another name, or write over it with --force");
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandFailure.usage("`" + file + "` cannot be written: there is no directory `" + directory + "`", "make it first");
        }
        if (!Files.isWritable(directory)) {
            throw CommandFailure.usage("`" + file + "` cannot be written: `" + directory + "` may not be written to",
                    "choose another directory");
        }
    }
}
