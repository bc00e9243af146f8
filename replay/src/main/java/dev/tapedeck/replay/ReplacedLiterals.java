package dev.tapedeck.replay;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * Finds literals of the code that redaction had replaced: the recording holds a pseudonym where the real code says a word of its own. Invariants and
 * branches that compare with such a word judge the recording and the replay differently, which is then no finding about the incident.
 */
final class ReplacedLiterals {

    /** What code spells out, told from ids, dates and numbers that it makes: letters alone. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z_.-]{2,60}");

    private ReplacedLiterals() {}

    /** One sentence for each. */
    static List<String> in(Collection<Report.Binding> bindings, SortedSet<String> redactedValues) {
        return bindings.stream().filter(b -> WORD.matcher(b.replayed()).matches() && redactedValues.contains(b.recorded()))
                .map(b -> "redaction had replaced `" + b.replayed() + "`, a literal of the code, by `" + b.recorded()
                        + "`: what compares with it is judged differently then and now; extract with --code and --template")
                .toList();
    }
}
