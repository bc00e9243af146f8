package dev.tapedeck.redaction;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Recording;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words that identify nobody, and may therefore stay: literals of the code and the template, names of components and operations, the words
 * of schemas and protocols ({@link SchemaWords}). What is in here is never taken for a replaced value.
 */
final class Vocabulary {
    private static final int LONGEST_NUMBER_IN_NAME = 3;
    private static final int LONGEST_WORD = 14;

    /** Constants of https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. */
    private static final List<String> WAYS_TO_INVOKE = List.of("RequestResponse", "Event", "DryRun", "Tail");

    private final Literals literals;
    private final Set<String> names = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private final Map<String, Boolean> fields = new HashMap<>();
    private final Set<String> publicFields = new HashSet<>();
    private final Set<String> runs = new HashSet<>();
    private final Set<String> fieldWords = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> phrases = new HashSet<>();
    private final Set<String> operations = new HashSet<>();

    Vocabulary(Literals literals, Recording recording) {
        this.literals = literals;
        values.addAll(literals.strings());
        literals.fragments().forEach(fragment -> Tokens.runs(fragment).forEach(this::addRun));
        literals.strings().forEach(literal -> phrases.addAll(Ledger.windowsOf(literal)));
        literals.templates().forEach(template -> template.forEach(piece -> phrases.addAll(Ledger.windowsOf(piece))));
        literals.identifiers().forEach(identifier -> fieldWords.addAll(Words.of(identifier)));
        literals.fragments().forEach(fragment -> fieldWords.addAll(Words.of(fragment)));
        recording.components().forEach(this::addComponent);
        recording.calls().forEach(this::addCall);
        recording.messages().stream().map(Message::channel).forEach(this::addName);
        recording.invocations().stream().map(Invocation::function).forEach(this::addName);
        recording.invariants().stream().map(Invariant::name).forEach(this::addName);
    }

    private void addComponent(Component component) {
        addName(component.name());
        for (String host : component.attributes().getOrDefault("hosts", "").split(",", -1)) {
            if (!host.isBlank()) {
                addHost(withoutPort(host.strip().toLowerCase(Locale.ROOT)));
            }
        }
        if (component.kind() == Component.Kind.DEPENDENCY && component.name().contains(".")) {
            addHost(withoutPort(component.name().toLowerCase(Locale.ROOT)));
        }
    }

    private void addHost(String host) {
        hosts.add(host);
        Tokens.runs(host).forEach(this::addRun);
    }

    private void addCall(Call call) {
        addName(call.target());
        addName(call.service());
        operations.add(call.operation());
        if (!call.service().equals("http")) {
            addName(call.operation());
        }
        if (call.service().equals("lambda")) {
            WAYS_TO_INVOKE.forEach(this::addName);
        }
    }

    private void addName(String name) {
        names.add(name);
        values.add(name);
        Tokens.runs(name).forEach(this::addRun);
        fieldWords.addAll(Words.of(name));
    }

    private void addRun(String run) {
        runs.add(run.toLowerCase(Locale.ROOT));
    }

    private static String withoutPort(String host) {
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Whether a whole value is a literal, or the name of a part of the system. */
    boolean hasValue(String value) {
        return values.contains(value) || StandardCodes.isPlaceholder(value);
    }

    /** Whether it is what a call did, spelled as the call has it; of HTTP that is a method and a path, which may hold what identifies somebody. */
    boolean hasOperation(String value) {
        return operations.contains(value);
    }

    boolean hasRun(String lowerCaseRun) {
        return runs.contains(lowerCaseRun) || SchemaWords.has(lowerCaseRun);
    }

    boolean hasHost(String lowerCaseHost) {
        return hosts.contains(lowerCaseHost) || names.contains(lowerCaseHost);
    }

    /**
     * Whether {@code key} names a field rather than being data. With code at hand it must be made of words that the code or any schema has;
     * without, a key that reads like one and has at least one such word will do.
     */
    boolean hasField(String key) {
        return fields.computeIfAbsent(key, k -> isPublicField(k) || (literals.isEmpty() && readsLikeField(k)));
    }

    private boolean isPublicField(String key) {
        boolean known = isKnownField(key);
        if (known) {
            publicFields.add(key.toLowerCase(Locale.ROOT));
        }
        return known;
    }

    private boolean isKnownField(String key) {
        if (SchemaWords.hasField(key) || literals.identifiers().contains(key) || values.contains(key)) {
            return true;
        }
        List<String> words = Words.of(key);
        return words.isEmpty()
                ? key.length() <= 2
                : !Tokens.hasWhitespace(key) && isMadeOfWords(words) && words.stream().allMatch(this::isFieldWord);
    }

    /** Hexadecimal digits are letters and numbers by turns, and no words. */
    private static boolean isMadeOfWords(List<String> words) {
        return words.size() == 1
                || words.stream().filter(word -> word.length() > 1 && Tokens.isAllLetters(word)).count() * 2 >= words.size();
    }

    /** Each part between dots has words of schemas for half of its words at least. */
    private boolean readsLikeField(String key) {
        if (!key.chars().allMatch(c -> Tokens.isTokenChar((char) c) || Tokens.isJoiner((char) c) || c == '$')) {
            return false;
        }
        for (String part : key.split("\\.", -1)) {
            List<String> words = Words.of(part);
            long known = words.stream().filter(word -> word.length() > 1 && isFieldWord(word) && Tokens.isAllLetters(word)).count();
            boolean readable = words.stream()
                    .allMatch(word -> isFieldWord(word) || (Tokens.isAllLetters(word) && word.length() <= LONGEST_WORD));
            if (!readable || known == 0 || known * 2 < words.size()) {
                return false;
            }
        }
        return true;
    }

    private boolean isFieldWord(String word) {
        if (Tokens.isAllDigits(word)) {
            return word.length() <= LONGEST_NUMBER_IN_NAME;
        }
        return word.length() == 1 || fieldWords.contains(word) || SchemaWords.has(word);
    }

    /**
     * Whether what was replaced somewhere is none the less public: such a value is no needle of the leak gate. Names of headers come in lower
     * case, and the gate is blind to case.
     */
    boolean isPublic(String value) {
        return hasValue(value) || phrases.contains(value) || StandardCodes.isStandard(value) || isKnownField(value)
                || publicFields.contains(value.toLowerCase(Locale.ROOT))
                || Tokens.runs(value).stream().allMatch(run -> hasRun(run.toLowerCase(Locale.ROOT)));
    }
}
