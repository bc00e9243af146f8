package dev.tapedeck.blueprint;

import java.util.List;
import java.util.stream.Collectors;

/** A blueprint that cannot be used, with everything that is wrong with it, in the order of the file. */
public final class BlueprintException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public BlueprintException(List<Problem> problems) {
        super(problems.stream().map(BlueprintException::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    private static String text(Problem problem) {
        return problem + (problem.hint().isEmpty() ? "" : "\nhint: " + problem.hint());
    }

    public List<Problem> problems() {
        return problems;
    }
}
