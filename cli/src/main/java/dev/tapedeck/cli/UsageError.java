package dev.tapedeck.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was typed wrongly, said as every other error is: a sentence, a hint with what to type instead, and exit code 2. */
final class UsageError implements IParameterExceptionHandler {

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern EXCLUSIVE = Pattern.compile("(--[a-z-]+)=");
    private static final int CLOSE = 3;

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        Console.of(line.getOut(), line.getErr(), false).fail(failure(wrong, line.getCommandSpec()));
        return Exit.USAGE.code();
    }

    private static CommandFailure failure(ParameterException wrong, CommandSpec command) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
            case MissingParameterException missing when !missing.getMissing().isEmpty() -> CommandFailure.usage(missing(missing, command),
                    example(command));
            case MutuallyExclusiveArgsException several -> CommandFailure.usage(
                    "say only one of " + EXCLUSIVE.matcher(String.valueOf(several
                            .getMessage())).results().map(found -> "`" + found.group(1) + "`").collect(Collectors.joining(" and ")),
                    example(command));
            default -> CommandFailure.usage(other(wrong), example(command));
        };
    }

    private static CommandFailure unmatched(UnmatchedArgumentException unmatched, CommandSpec command) {
        String first = unmatched.getUnmatched().getFirst();
        String name = command.qualifiedName();
        if (unmatched.isUnknownOption()) {
            Stream<String> options = command.options().stream().flatMap(option -> Arrays.stream(option.names()));
            return CommandFailure.usage("`" + name + "` has no option `" + first + "`",
                    closest(first, options).orElse("`" + name + " --help` lists its options"));
        }
        if (!command.subcommands().isEmpty()) {
            return CommandFailure.usage("`" + name + "` has no command `" + first + "`",
                    closest(first, command.subcommands().keySet().stream())
                            .orElse("it has " + String.join(", ", command.subcommands().keySet())));
        }
        return CommandFailure.usage("`" + name + "` does not know what to do with `" + first + "`", example(command));
    }

    private static String missing(MissingParameterException missing, CommandSpec command) {
        List<ArgSpec> args = missing.getMissing();
        if (String.valueOf(missing.getMessage()).contains("for option") && args.getFirst() instanceof OptionSpec option) {
            return "`" + option.longestName() + "` needs a value: " + option.paramLabel();
        }
        boolean alternatives = args.size() > 1 && args.stream().allMatch(arg -> arg.group() != null && arg.group().exclusive());
        return "`" + command.qualifiedName() + "` needs " + args.stream().map(UsageError::spelled).collect(Collectors.joining(alternatives
                ? " or "
                : " and "));
    }

    private static String spelled(ArgSpec arg) {
        return arg instanceof OptionSpec option ? "`" + option.longestName() + " " + option.paramLabel() + "`" : arg.paramLabel();
    }

    private static String other(ParameterException wrong) {
        String said = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
        return QUOTED.matcher(said).replaceAll("`$1`").replace("is not a long", "is not a whole number").replace("is not an int",
                "is not a whole number");
    }

    private static Optional<String> closest(String typed, Stream<String> known) {
        return known.filter(name -> distance(typed, name) < CLOSE || (typed.length() > CLOSE && name.startsWith(typed)))
                .min(Comparator.comparingInt(name -> distance(typed, name))).map(name -> "did you mean `" + name + "`?");
    }

    private static String example(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer()).map(String::strip).filter(line -> line.startsWith("tapedeck")).findFirst()
                .map(line -> "for example `" + line + "`").orElse("`" + command.qualifiedName() + " --help` explains it");
    }

    /** Edits between two words (Levenshtein), row by row. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
