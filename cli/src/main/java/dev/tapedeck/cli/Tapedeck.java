package dev.tapedeck.cli;

import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line's root: it holds the subcommands and nothing else. Without one it shows what there is.
 */
@Command(name = "tapedeck", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
        SymptomsCommand.class,
        ExtractCommand.class, InspectCommand.class, BlueprintCommand.class, ReplayCommand.class, DemoCommand.class, TrustCommand.class,
        DoctorCommand.class,
        GenerateCompletion.class}, footer = {"", "Examples:", "  tapedeck demo", "  tapedeck symptoms traces.jsonl logs.jsonl.gz", "",
                "Exit codes: 0 as expected, 1 another outcome, 2 usage or unreadable input, 3 refused, 4 a fault of Tapedeck's, 5 inconclusive."}, description = "Turns a production incident into a file that plays the same way every time on a laptop.")
public final class Tapedeck implements Runnable {
    private final CommandLine line = new CommandLine(this);

    private Tapedeck() {}

    /** Runs the command that the arguments name; the exit code is its outcome. */
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Tapedeck::fallSilent));
        System.exit(run(args));
    }

    /** Whoever presses Ctrl-C wants no more: what fails from now on fails because it is being ended. */
    private static void fallSilent() {
        Console.interrupted(System.err);
        System.out.close();
        System.err.close();
    }

    static int run(String... args) {
        return execute(new Tapedeck().line, args);
    }

    /** As {@link #run}, printing elsewhere: what transcripts are made of. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return execute(new Tapedeck().line.setOut(out).setErr(err), args);
    }

    private static int execute(CommandLine line, String... args) {
        return line.setParameterExceptionHandler(new UsageError()).execute(args);
    }

    @Override
    public void run() {
        line.usage(line.getOut());
    }
}
