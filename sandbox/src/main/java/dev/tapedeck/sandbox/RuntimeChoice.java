package dev.tapedeck.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which runtime a program gets: that of the language and version it was deployed for, and where nobody says, what its code looks like. What there is
 * no guest for is refused by name, never run on something else: two versions of one language run the same code differently, and a replay on the wrong
 * one would not say so.
 */
public final class RuntimeChoice {

    private static final String BOOTSTRAP = "bootstrap";
    private static final PythonSearch PYTHONS = PythonSearch.ofEnvironment();

    private RuntimeChoice() {}

    /**
     * @param deployed as Lambda spells it (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html), "" where nobody says
     * @param directories of the code, each overlaying those after it
     * @param handler its file says the language where nobody else does
     * @throws SandboxException where there is no guest for it, or its interpreter is not on this machine
     */
    public static GuestRuntime of(String deployed, List<Path> directories, String handler) {
        String language = deployed.replaceFirst("[0-9.].*$", "");
        return switch (language) {
            case "nodejs" -> NodeFinder.ofEnvironment().find(deployed);
            case "python" -> PYTHONS.deployed(deployed);
            case "" -> bringsItsOwn(directories) ? new CustomRuntime(NodeBinary.locate()) : byFile(directories, handler);
            case "provided", "go" -> new CustomRuntime(NodeBinary.locate());
            default -> throw new SandboxException("there is no guest for the runtime `" + deployed + "`",
                    "run it as `recorded`; real code runs for nodejs and python, and for provided through the Runtime API");
        };
    }

    private static GuestRuntime byFile(List<Path> directories, String handler) {
        return isPython(directories, handler) ? PYTHONS.any() : NodeBinary.locate();
    }

    /** Whether the code that is there is not what the deployed runtime runs: a function may be tried in another language. */
    public static boolean isAnother(String deployed, List<Path> directories, String handler) {
        return bringsItsOwn(directories) || (!deployed.isEmpty() && deployed.startsWith("python") != isPython(directories, handler));
    }

    private static boolean isPython(List<Path> directories, String handler) {
        return !anyIsThere(directories, NodeBinary.entriesOf(handler)) && anyIsThere(directories, PythonBinary.entriesOf(handler));
    }

    private static boolean anyIsThere(List<Path> directories, List<Path> entries) {
        return entries.stream()
                .anyMatch(entry -> directories.stream().anyMatch(directory -> Files.isRegularFile(directory.resolve(entry))));
    }

    /** Whether the code holds a runtime of its own. */
    public static boolean bringsItsOwn(List<Path> directories) {
        return directories.stream().map(directory -> directory.resolve(BOOTSTRAP)).anyMatch(Files::isExecutable);
    }
}
