package dev.tapedeck.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line's root: it holds the subcommands and nothing else. Without one it shows what there is.
 */
@Command(name = "tapedeck", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
        SymptomsCommand.class,
        ExtractCommand.class, InspectCommand.class, BlueprintCommand.class, ReplayCommand.class, DemoCommand.class, TrustCommand.class,
        GenerateCompletion.class}, description = "Turns a production incident into a file that plays the same way every time on a laptop.")
public final class Tapedeck implements Runnable {
    private final CommandLine line = new CommandLine(this);

    private Tapedeck() {}

    /** Runs the command that the arguments name; the exit code is its outcome. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new Tapedeck().line.execute(args);
    }

    @Override
    public void run() {
        line.usage(line.getOut());
    }
}
