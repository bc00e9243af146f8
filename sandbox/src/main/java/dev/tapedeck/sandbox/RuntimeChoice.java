package dev.tapedeck.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which runtime a program gets: that of the language it was deployed for, and where nobody says, what its code looks like. What there is no guest
 * for is refused by name, never run on something else.
 */
public final class RuntimeChoice {

    private static final String BOOTSTRAP = "bootstrap";

    private RuntimeChoice() {}

    /**
     * @param deployed as Lambda spells it (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html), "" where nobody says
     * @param directories of the code, each overlaying those after it
     * @throws SandboxException where there is no guest for it, or its interpreter is not on this machine
     */
    public static GuestRuntime of(String deployed, List<Path> directories) {
        String language = deployed.replaceFirst("[0-9.].*$", "");
        return switch (language) {
            case "nodejs" -> NodeBinary.locate();
            case "" -> bringsItsOwn(directories) ? new CustomRuntime(NodeBinary.locate()) : NodeBinary.locate();
            case "provided", "go" -> new CustomRuntime(NodeBinary.locate());
            default -> throw new SandboxException("there is no guest for the runtime `" + deployed + "`",
                    "run it as `recorded`; real code runs for nodejs, and for provided through the Runtime API");
        };
    }

    /** Whether the code holds a runtime of its own. */
    public static boolean bringsItsOwn(List<Path> directories) {
        return directories.stream().map(directory -> directory.resolve(BOOTSTRAP)).anyMatch(Files::isExecutable);
    }
}
