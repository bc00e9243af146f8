package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Texts that the code itself composed: a template string of the code with values in its gaps. The code's words may stay, since they are the
 * code's, and each value is treated as it would be anywhere; so the redacted text is what the code would compose from redacted values.
 */
final class Weaver {
    private static final int LONGEST = 4000;

    private final List<List<String>> templates;

    Weaver(Literals literals) {
        templates = literals.templates().stream().filter(Weaver::says).toList();
    }

    /** A template whose longest fragment has no word in it fits almost anything. */
    private static boolean says(List<String> template) {
        return template.stream().flatMap(fragment -> Tokens.runs(fragment).stream()).anyMatch(run -> run.length() >= 3);
    }

    /** {@code text} with {@code rewrite} applied to what fills the gaps, if some template composes it; of several that do, the one that says most. */
    Optional<String> weave(String text, UnaryOperator<String> rewrite) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> best = List.of();
        List<String> bestGaps = List.of();
        int fewest = Integer.MAX_VALUE;
        for (List<String> template : templates) {
            Optional<List<String>> gaps = gaps(text, template);
            int length = gaps.map(found -> found.stream().mapToInt(String::length).sum()).orElse(Integer.MAX_VALUE);
            if (length < fewest) {
                fewest = length;
                best = template;
                bestGaps = gaps.orElseThrow();
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(woven(best, bestGaps, rewrite));
    }

    private static Optional<List<String>> gaps(String text, List<String> template) {
        String first = template.getFirst();
        String last = template.getLast();
        if (!text.startsWith(first) || !text.endsWith(last) || text.length() < first.length() + last.length()) {
            return Optional.empty();
        }
        int end = text.length() - last.length();
        List<String> gaps = new ArrayList<>(template.size() - 1);
        int at = first.length();
        for (String fragment : template.subList(1, template.size() - 1)) {
            int next = fragment.isEmpty() ? at : text.indexOf(fragment, at);
            if (next < 0 || next + fragment.length() > end) {
                return Optional.empty();
            }
            gaps.add(text.substring(at, next));
            at = next + fragment.length();
        }
        gaps.add(text.substring(at, end));
        return Optional.of(gaps);
    }

    private static String woven(List<String> template, List<String> gaps, UnaryOperator<String> rewrite) {
        StringBuilder out = new StringBuilder(template.getFirst());
        for (int i = 0; i < gaps.size(); i++) {
            String gap = gaps.get(i);
            out.append(gap.isEmpty() ? gap : rewrite.apply(gap)).append(template.get(i + 1));
        }
        return out.toString();
    }
}
