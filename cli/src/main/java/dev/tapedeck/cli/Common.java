package dev.tapedeck.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command shares: {@code --help}, {@code --json}, the console, and one clear error in place of a stack trace. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class Common implements Callable<Integer> {

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    abstract Exit run(Console console) throws IOException;

    @Override
    public Integer call() {
        CommandSpec of = Objects.requireNonNull(spec, "picocli sets it");
        Console console = Console.of(of.commandLine().getOut(), of.commandLine().getErr(), json);
        try {
            return run(console).code();
        } catch (IOException | RuntimeException | Error thrown) {
            CommandFailure failure = Diagnosis.of(thrown);
            console.fail(failure);
            return failure.exit().code();
        }
    }
}
