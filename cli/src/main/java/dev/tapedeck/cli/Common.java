package dev.tapedeck.cli;

import dev.tapedeck.cartridge.CartridgeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command shares: {@code --json}, the console, and one clear error in place of a stack trace. */
abstract class Common implements Callable<Integer> {

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    abstract Exit run(Console console) throws IOException;

    @Override
    public Integer call() {
        CommandSpec of = java.util.Objects.requireNonNull(spec, "picocli sets it");
        Console console = Console.of(of.commandLine().getOut(), of.commandLine().getErr(), json);
        try {
            return run(console).code();
        } catch (CommandFailure failure) {
            return failed(console, failure);
        } catch (CartridgeException failure) {
            Exit exit = failure.code().exitCode() == Exit.REFUSED.code() ? Exit.REFUSED : Exit.USAGE;
            return failed(console, new CommandFailure(exit, String.valueOf(failure.getMessage()), failure.hint()));
        } catch (UncheckedIOException failure) {
            return failed(console, io(java.util.Objects.requireNonNull(failure.getCause())));
        } catch (IOException failure) {
            return failed(console, io(failure));
        } catch (RuntimeException | Error fault) {
            return failed(console, new CommandFailure(Exit.FAULT, "a fault of Tapedeck's own: " + fault + trace(fault),
                    "please report it with the command that you typed"));
        }
    }

    private static int failed(Console console, CommandFailure failure) {
        console.fail(failure);
        return failure.exit().code();
    }

    private static CommandFailure io(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> CommandFailure.usage("`" + missing.getFile() + "` does not exist", "check the path");
            case FileSystemException file -> CommandFailure.usage("`" + file.getFile() + "`: " + reason(file), "");
            default -> CommandFailure.usage(String.valueOf(failure.getMessage()), "");
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
