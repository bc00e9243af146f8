package dev.tapedeck.cli;

import dev.tapedeck.blueprint.BlueprintException;
import dev.tapedeck.blueprint.Problem;
import dev.tapedeck.capture.CaptureException;
import dev.tapedeck.cartridge.CartridgeException;
import dev.tapedeck.mesh.NotModelled;
import dev.tapedeck.recording.RecordingFormatException;
import dev.tapedeck.sandbox.SandboxException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a module threw, as one sentence, a hint and an exit code. What none of them means to throw is a fault of Tapedeck's own. */
final class Diagnosis {

    private static final String FIELDS = "docs/reference/blueprint.md explains every field";

    private Diagnosis() {}

    static CommandFailure of(Throwable thrown) {
        return switch (thrown) {
            case CommandFailure failure -> failure;
            case CartridgeException cartridge -> new CommandFailure(
                    cartridge.code().exitCode() == Exit.REFUSED.code() ? Exit.REFUSED : Exit.USAGE, said(cartridge), cartridge.hint());
            case BlueprintException blueprint -> of(blueprint);
            case CaptureException capture -> CommandFailure.usage(said(capture), capture.hint());
            case RecordingFormatException format -> CommandFailure.usage(said(format), "the file was not written by `tapedeck extract`");
            case SandboxException sandbox -> CommandFailure.refused(said(sandbox), sandbox.hint());
            case NotModelled unknown -> CommandFailure.usage(said(unknown),
                    "play the component from the recording: `--component NAME=recorded`");
            case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
            case IOException io -> of(io);
            case OutOfMemoryError full -> CommandFailure.usage("the input needs more memory than there is",
                    "give less input, or more memory: `TAPEDECK_JAVA_OPTS=-Xmx8g`");
            default -> new CommandFailure(Exit.FAULT, "a fault of Tapedeck's own: " + thrown + trace(thrown),
                    "please report it with the command that you typed; `TAPEDECK_TRACE=1` shows where it happened");
        };
    }

    private static String said(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }

    /** All problems at once, each with its own hint; what is still `TODO` has none to speak of. */
    private static CommandFailure of(BlueprintException blueprint) {
        List<CommandFailure.Wrong> wrongs = new ArrayList<>();
        for (Problem problem : blueprint.problems()) {
            wrongs.add(new CommandFailure.Wrong(problem.toString(), problem.hint().equals("TODO") ? "" : problem.hint()));
        }
        if (wrongs.getLast().hint().isEmpty()) {
            wrongs.set(wrongs.size() - 1, new CommandFailure.Wrong(wrongs.getLast().sentence(), FIELDS));
        }
        return new CommandFailure(Exit.USAGE, wrongs);
    }

    private static CommandFailure of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> CommandFailure.usage("`" + missing.getFile() + "` does not exist", "check the path");
            case AccessDeniedException denied -> CommandFailure.usage("`" + denied.getFile() + "` may not be read or written by this user",
                    "check its permissions");
            case NotDirectoryException file -> CommandFailure.usage("`" + file.getFile() + "` is not a directory", "check the path");
            case FileSystemException file -> CommandFailure.usage("`" + file.getFile() + "`: " + reason(file),
                    "check the path, and that the disk is not full");
            default -> CommandFailure.usage(said(failure), "check that the files can be read and the disk is not full");
        };
    }

    private static String reason(FileSystemException file) {
        return file.getReason() == null ? file.getClass().getSimpleName().replace("Exception", "") : file.getReason();
    }

    /** A fault's stack, only for those who ask: it may name code, never data. */
    private static String trace(Throwable fault) {
        if (System.getenv("TAPEDECK_TRACE") == null) {
            return "";
        }
        StringWriter out = new StringWriter();
        fault.printStackTrace(new PrintWriter(out));
        return "\n" + out;
    }
}
