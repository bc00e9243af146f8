package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one walk over the recording replaced and kept. The first walk's ledger teaches the second (a name that one field shows to be personal is
 * replaced in a field that nobody would suspect); the second's tells the leak gate what must not be found.
 */
final class Ledger {
    private static final int SHORTEST_LEARNED = 3;
    private static final int SHORTEST_REPORTED = 8;
    private static final int LONGEST_REPORTED = 256;
    private static final int LONGEST_WHOLE = 160;
    private static final int WORDS_A_NEEDLE = 4;
    private static final int MOST_GROUPS = 16;
    private static final int UUID = 36;
    /** Hexadecimal digits of a span's id. */
    private static final int SHORTEST_PASTED = 16;
    private static final String GZIP_HEADER = "H4sIAAAAAAA";

    private final Set<String> tokens = new HashSet<>();
    private final Set<String> counted = new HashSet<>();
    private final Set<String> personal = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> identities = new HashSet<>();
    private final Set<String> uuids = new HashSet<>();
    private final Set<String> integerIds = new HashSet<>();
    private final Set<String> keptNumbers = new HashSet<>();
    private final Set<String> raws = new HashSet<>();
    private final Map<Action, Set<String>> replacements = new EnumMap<>(Action.class);

    /** A run, or a value told by its shape, became {@code pseudonym}. */
    void token(String raw, String pseudonym) {
        tokens.add(raw.toLowerCase(Locale.ROOT));
        raw(raw);
        replacement(Action.PSEUDONYMISE, pseudonym);
    }

    /** A whole value was replaced. Texts are remembered by windows of words, so that a part of one is found as well. */
    void whole(String raw, String made, Action action) {
        if (action == Action.SHIFT) {
            replacement(action, made);
            return;
        }
        if (raw.length() <= LONGEST_WHOLE || !Tokens.hasWhitespace(raw)) {
            raw(raw);
        }
        if (action == Action.DROP && Tokens.hasWhitespace(raw)) {
            windows(raw);
        }
        replacement(action, made);
    }

    private void windows(String text) {
        List<String> windows = windowsOf(text);
        for (int i = 0; i < windows.size(); i += WORDS_A_NEEDLE / 2) {
            raw(windows.get(i));
        }
        for (String word : text.strip().split("\\s+", -1)) {
            numbered(Percent.decodeAll(word));
        }
    }

    /** Every four words of {@code text} that follow each other. */
    static List<String> windowsOf(String text) {
        List<String> words = List.of(text.strip().split("\\s+", -1));
        List<String> windows = new ArrayList<>();
        for (int i = 0; i + WORDS_A_NEEDLE <= words.size(); i++) {
            int end = i + WORDS_A_NEEDLE;
            boolean number = words.subList(i, end).stream().allMatch(Tokens::isAllDigits);
            windows.add(String.join(" ", number ? wholeNumber(words, i) : words.subList(i, end)));
        }
        return windows;
    }

    /** A part of a number in groups is part of many a number: the pseudonym of another one may have it too. */
    private static List<String> wholeNumber(List<String> words, int at) {
        int from = at;
        while (from > 0 && at - from < MOST_GROUPS && Tokens.isAllDigits(words.get(from - 1))) {
            from--;
        }
        int to = at + 1;
        while (to < words.size() && to - at < MOST_GROUPS && Tokens.isAllDigits(words.get(to))) {
            to++;
        }
        boolean prefixed = from > 0 && words.get(from - 1).startsWith("+");
        return words.subList(prefixed ? from - 1 : from, to);
    }

    /** What in a word of a dropped text looks like an id; dates, and ids that stay wherever they are pasted, part it. */
    private void numbered(String word) {
        int at = 0;
        for (Found found : Entities.find(word)) {
            if (found.kind() == Found.Kind.UUID || found.kind() == Found.Kind.DATE) {
                segments(word.substring(at, found.start()));
                segments(found.in(word));
                at = found.end();
            }
        }
        segments(word.substring(at));
    }

    private void segments(String text) {
        int at = 0;
        while (at < text.length()) {
            if (Tokens.isTokenChar(text.charAt(at))) {
                int end = Tokens.segmentEnd(text, at, text.length());
                String segment = text.substring(at, end);
                List<String> runs = Tokens.runs(segment);
                boolean pasted = runs.stream()
                        .anyMatch(run -> run.length() >= SHORTEST_PASTED && Shape.isHex(run.toLowerCase(Locale.ROOT)));
                (pasted ? runs : List.of(segment)).forEach(this::number);
                at = end;
            } else {
                at++;
            }
        }
    }

    private void number(String word) {
        if (word.chars().anyMatch(Character::isDigit) && !StandardCodes.isStandard(word) && !StandardCodes.isSmallNumber(word)) {
            raw(word);
        }
    }

    private void raw(String raw) {
        if (raw.length() >= ReplacedValues.SHORTEST) {
            raws.add(raw);
        }
    }

    private void replacement(Action action, String made) {
        if (made.length() >= SHORTEST_REPORTED && made.length() <= LONGEST_REPORTED) {
            replacements.computeIfAbsent(action, a -> new HashSet<>()).add(made);
        }
    }

    /** A short number after {@code before} was replaced: it is part of a name such as {@code tenant-7}, not a counter. */
    void counted(String before, String digits) {
        counted.add((before + '-' + digits).toLowerCase(Locale.ROOT));
    }

    void personal(String raw) {
        personal.add(raw);
        if (Tokens.segmentEnd(raw, 0, raw.length()) == raw.length() && Tokens.runs(raw).size() > 1) {
            names.add(raw);
        }
    }

    void identity(String raw) {
        identities.add(normalised(raw));
        if (raw.length() == UUID && Entities.isUuid(raw, 0)) {
            uuids.add(raw.toLowerCase(Locale.ROOT));
        }
    }

    void integerId(String digits) {
        integerIds.add(digits);
    }

    void keptNumber(String digits) {
        keptNumbers.add(digits);
    }

    boolean hasToken(String raw) {
        return raw.length() >= SHORTEST_LEARNED && tokens.contains(raw.toLowerCase(Locale.ROOT));
    }

    boolean hasCounted(String before, String digits) {
        return counted.contains((before + '-' + digits).toLowerCase(Locale.ROOT));
    }

    /** Whether {@code raw} is the whole name of a tenant, a person: several runs joined, as {@code acme-north}. */
    boolean hasName(String raw) {
        return names.contains(raw);
    }

    boolean hasPersonal(String raw) {
        return personal.contains(raw);
    }

    /** With or without the hyphens of a UUID. */
    boolean hasIdentity(String raw) {
        return raw.length() >= SHORTEST_REPORTED && identities.contains(normalised(raw));
    }

    private static String normalised(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        return lower.indexOf('-') < 0 ? lower : lower.replace("-", "");
    }

    boolean hasIntegerId(String digits) {
        return integerIds.contains(digits);
    }

    /** Everything that was replaced, in lower case: no pseudonym may look like one of these. */
    Set<String> tokens() {
        return tokens;
    }

    /** What stands in place of what was replaced, in order. */
    Map<Action, SortedSet<String>> replacements() {
        Map<Action, SortedSet<String>> sorted = new EnumMap<>(Action.class);
        replacements.forEach((action, made) -> sorted.put(action, new TreeSet<>(made)));
        return sorted;
    }

    /** In base64 everything that was zipped begins alike; where that was the name of a header, in lower case. */
    private static boolean isGzipHeader(String raw) {
        return raw.regionMatches(true, 0, GZIP_HEADER, 0, GZIP_HEADER.length()) && raw.length() <= GZIP_HEADER.length() + 2;
    }

    /** What the leak gate has to look for. Ids that lead back are no leaks, whichever walk came upon them: {@code survey} is the first one's. */
    ReplacedValues replacedValues(Ledger survey, Vocabulary vocabulary, Dates dates) {
        Set<String> needles = new TreeSet<>();
        Set<String> pieces = new HashSet<>(); // what is left of an id that stays where something else was pasted to it
        Stream.concat(uuids.stream(), survey.uuids.stream()).forEach(uuid -> pieces.addAll(List.of(uuid.split("-", -1))));
        for (String raw : raws) {
            boolean open = hasName(raw) ? vocabulary.hasValue(raw) : vocabulary.isPublic(raw);
            if (!open && !isGzipHeader(raw) && !keptNumbers.contains(raw) && !hasIdentity(raw) && !survey.hasIdentity(raw)
                    && !pieces.contains(raw.toLowerCase(Locale.ROOT)) && !isTime(raw, dates)) {
                needles.add(raw);
            }
        }
        return new ReplacedValues(needles);
    }

    /** Dates and instants stay or move by a rule of their own; a text may have been cut within one. */
    private static boolean isTime(String raw, Dates dates) {
        return Dates.isDate(raw) || Dates.isPartOfDate(raw) || dates.isInstantInWindow(raw);
    }
}
