package dev.tapedeck.redaction;

import dev.tapedeck.redaction.Texts.Mode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a string that has no structure inside. The order of the questions is the order of what outranks what: credentials,
 * the policy, personal fields and shapes, then everything that may stay, then what kind of replacement fits.
 */
final class Values {
    private static final int DEEPEST_ENCODED = 4;

    private final Vocabulary vocabulary;
    private final Ledger learned;
    private final Ledger ledger;
    private final Pseudonyms pseudonyms;
    private final Dates dates;
    private final Texts texts;
    private final Weaver weaver;
    private final Map<String, Map<String, Decision>> decided = new HashMap<>();

    Values(Vocabulary vocabulary, Literals literals, Ledger learned, Ledger ledger, Pseudonyms pseudonyms, Dates dates) {
        this.vocabulary = vocabulary;
        this.learned = learned;
        this.ledger = ledger;
        this.pseudonyms = pseudonyms;
        this.dates = dates;
        this.texts = new Texts(vocabulary, learned, ledger, pseudonyms, dates);
        this.weaver = new Weaver(literals);
    }

    Texts texts() {
        return texts;
    }

    /** What becomes of {@code raw} in {@code field}; counted. */
    String rewrite(Field field, String raw) {
        String known = decided(field, raw);
        if (known != null) {
            return known;
        }
        Decision decision = decide(field.kind(), field.rule(), raw);
        field.decisions(this::decisions).put(raw, decision);
        remember(raw, decision);
        return counted(field, raw, decision);
    }

    /** What became of {@code raw} where it was met before as a single value, in a field of this kind and rule; null if it was not. Counted. */
    @Nullable
    String decided(Field field, String raw) {
        Decision known = field.decisions(this::decisions).get(raw);
        return known == null ? null : counted(field, raw, known);
    }

    private static String counted(Field field, String raw, Decision decision) {
        field.count(decision.action(), decision.reason(), raw.hashCode());
        return decision.value();
    }

    /** Whether {@code raw} may be told of {@code field} without telling of anybody. Nothing is counted and nothing learned. */
    boolean isPublic(Field field, String raw) {
        boolean open = switch (field.kind()) {
            case CREDENTIAL, PERSONAL, PERSON, SUBJECT, IDENTITY, ACCOUNT, OPAQUE, DERIVED, TEXT -> false;
            case NAME, LABEL, EXPRESSION, TIME, MEASURE, ID, ORDINARY -> true;
        };
        boolean asked = field.rule().isPresent()
                ? field.rule().get() == Action.KEEP
                : vocabulary.hasValue(raw) || StandardCodes.isStandard(raw);
        return open && asked && Entities.find(raw).isEmpty() && !learned.hasPersonal(raw) && !learned.hasIdentity(raw);
    }

    /** Equal questions have equal answers: fields of one kind under one rule share them. */
    private Map<String, Decision> decisions(Field field) {
        return decided.computeIfAbsent(field.kind() + " " + field.rule(), asked -> new HashMap<>());
    }

    private void remember(String raw, Decision decision) {
        if (!decision.value().equals(raw) && decision.reason() != Reason.WOVEN_TEXT) {
            ledger.whole(raw, decision.value(), decision.action());
        }
    }

    private Decision decide(FieldKind kind, Optional<Action> rule, String raw) {
        if (raw.isEmpty() || StandardCodes.isPlaceholder(raw)) {
            return Decision.keep(raw, Reason.EMPTY);
        }
        if (kind == FieldKind.CREDENTIAL) {
            return new Decision(Placeholders.secret(raw), Action.DROP, Reason.CREDENTIAL);
        }
        String plain = vocabulary.hasValue(raw) ? raw : plain(raw);
        if (!plain(plain).equals(plain)) {
            return dropped(raw);
        }
        if (!plain.equals(raw)) {
            Decision inside = decide(kind, rule, plain);
            return inside.value().equals(plain) ? Decision.keep(raw, inside.reason()) : inside;
        }
        List<Found> entities = Entities.find(raw);
        if (entities.stream().anyMatch(found -> found.kind().isSecret() && found.isWhole(raw))) {
            return new Decision(Placeholders.secret(raw), Action.DROP, Reason.DETECTED);
        }
        if (rule.isPresent() && rule.get() != Action.KEEP) {
            return ruled(rule.get(), raw);
        }
        if (kind == FieldKind.PERSONAL || (kind == FieldKind.PERSON && isFreeText(raw) && !vocabulary.hasValue(raw))) {
            return personal(raw, entities);
        }
        boolean sensitive = entities.stream().anyMatch(found -> found.kind().isSensitive());
        if (rule.isPresent()) {
            return Decision.changed(raw, texts.rewrite(raw, Mode.KEPT, entities), Reason.POLICY, Reason.DETECTED);
        }
        return sensitive ? sensitive(kind, raw, entities) : insensitive(kind, raw, entities);
    }

    /**
     * Without HTML's character references, percent signs and backslashes, also those inside such; where they go deeper than anybody means them
     * to, some are left.
     */
    private static String plain(String raw) {
        String plain = raw;
        for (int round = 0; round < DEEPEST_ENCODED && isEncoded(plain); round++) {
            String decoded = plain.indexOf('&') < 0 ? plain : Html.decode(plain);
            String bytes = Percent.isEncoded(decoded) ? Percent.decode(decoded) : decoded;
            plain = bytes.indexOf('\\') < 0 ? bytes : Escapes.unescape(bytes);
        }
        return plain;
    }

    private static boolean isEncoded(String text) {
        return text.indexOf('&') >= 0 || text.indexOf('%') >= 0 || text.indexOf('\\') >= 0;
    }

    private Decision ruled(Action rule, String raw) {
        return switch (rule) {
            case DROP -> new Decision(Placeholders.VALUE, Action.DROP, Reason.POLICY);
            case GENERALISE -> new Decision(Generalised.text(raw), Action.GENERALISE, Reason.POLICY);
            case SHIFT -> Dates.isDate(raw)
                    ? new Decision(dates.shifted(raw), Action.SHIFT, Reason.POLICY)
                    : new Decision(dates.shiftedInstant(raw).equals(raw) ? texts.rewrite(raw, Mode.PERSONAL) : dates.shiftedInstant(raw),
                            Action.SHIFT, Reason.POLICY);
            case PSEUDONYMISE, KEEP -> {
                ledger.personal(raw);
                yield new Decision(texts.rewrite(raw, Mode.PERSONAL), Action.PSEUDONYMISE, Reason.POLICY);
            }
        };
    }

    private Decision personal(String raw, List<Found> entities) {
        if (Dates.isDate(raw)) {
            return new Decision(dates.shifted(raw), Action.SHIFT, Reason.PERSONAL_FIELD);
        }
        ledger.personal(raw);
        return Decision.changed(raw, phoneOr(raw, () -> texts.rewrite(raw, Mode.PERSONAL, entities)), Reason.EMPTY, Reason.PERSONAL_FIELD);
    }

    private String phoneOr(String raw, java.util.function.Supplier<String> otherwise) {
        return Phones.parse(raw).map(number -> {
            ledger.token(Phones.e164(number), pseudonyms.phone(number, Phones.e164(number)));
            return pseudonyms.phone(number, raw);
        }).orElseGet(otherwise);
    }

    /** There is an address, a number or a secret in it: nothing of it stays for being a literal. */
    private Decision sensitive(FieldKind kind, String raw, List<Found> entities) {
        if (kind == FieldKind.EXPRESSION) {
            return Decision.changed(raw, expression(raw), Reason.NAME, Reason.DETECTED);
        }
        Mode mode = kind == FieldKind.NAME ? mode(raw) : Mode.TOKENS;
        Optional<String> woven = woven(raw);
        if (woven.isPresent()) {
            return Decision.changed(raw, woven.get(), Reason.WOVEN_TEXT, Reason.WOVEN_TEXT);
        }
        boolean whole = entities.size() == 1 && entities.getFirst().isWhole(raw);
        if (!whole && kind != FieldKind.NAME && kind != FieldKind.LABEL && isFreeText(raw)) {
            texts.rewrite(raw, Mode.KEPT, entities);
            return dropped(raw);
        }
        return Decision.changed(raw, texts.rewrite(raw, mode, entities), Reason.NAME, Reason.DETECTED);
    }

    private Decision insensitive(FieldKind kind, String raw, List<Found> entities) {
        if (kind == FieldKind.ACCOUNT && StandardAccounts.isAccount(raw)) {
            return Decision.changed(raw, texts.account(raw), Reason.STANDARD_CODE, Reason.ACCOUNT);
        }
        if (vocabulary.hasValue(raw)) {
            return Decision.keep(raw, Reason.LITERAL);
        }
        if (kind == FieldKind.IDENTITY && isIdentifier(raw)) {
            ledger.identity(raw);
            return Decision.keep(raw, Reason.IDENTITY);
        }
        if (learned.hasIdentity(raw)) {
            return Decision.keep(raw, Reason.IDENTITY);
        }
        if (kind == FieldKind.DERIVED) {
            return new Decision(Shape.each(raw, c -> Tokens.isTokenChar(c) ? '0' : c), Action.DROP, Reason.DERIVED);
        }
        if (StandardCodes.isSmallNumber(raw)) {
            ledger.keptNumber(raw);
            return Decision.keep(raw, Reason.SMALL_NUMBER);
        }
        if (StandardCodes.isStandard(raw) || raw.equals("true") || raw.equals("false") || raw.equals("null")) {
            return Decision.keep(raw, Reason.STANDARD_CODE);
        }
        boolean subject = (kind == FieldKind.SUBJECT || kind == FieldKind.PERSON) && entities.isEmpty() && isName(raw);
        return subject ? personal(raw, entities) : timed(kind, raw).orElseGet(() -> replaced(kind, raw, entities));
    }

    /** Ids are one word, and long enough not to be one. */
    private static boolean isIdentifier(String raw) {
        return raw.length() >= 8 && raw.length() <= 256 && !Tokens.hasWhitespace(raw) && raw.chars().anyMatch(Character::isDigit);
    }

    /** Letters in one word or several; a single word that every schema has is none. */
    private boolean isName(String raw) {
        List<String> runs = Tokens.runs(raw);
        return raw.chars().anyMatch(Character::isLetter) && (runs.size() > 1 || !vocabulary.hasRun(raw.toLowerCase(Locale.ROOT)));
    }

    /** What is called a type or a step names an operation by one word, or as the calls have it; several may name somebody. */
    private Mode mode(String raw) {
        return isFreeText(raw) && !vocabulary.hasOperation(raw) ? Mode.TOKENS : Mode.NAMES;
    }

    private Optional<Decision> timed(FieldKind kind, String raw) {
        if (Dates.isDate(raw)) {
            String moved = dates.rewritten(raw);
            return Optional.of(moved.equals(raw) ? Decision.keep(raw, Reason.IN_WINDOW) : new Decision(moved, Action.SHIFT, Reason.DATE));
        }
        if (Tokens.isAllDigits(raw) && dates.isInstantInWindow(raw)) {
            return Optional.of(Decision.keep(raw, Reason.IN_WINDOW));
        }
        if (kind == FieldKind.TIME && Tokens.isAllDigits(raw) && !dates.shiftedInstant(raw).equals(raw)) {
            return Optional.of(new Decision(dates.shiftedInstant(raw), Action.SHIFT, Reason.DATE));
        }
        return Optional.empty();
    }

    private Decision replaced(FieldKind kind, String raw, List<Found> entities) {
        if (learned.hasPersonal(raw)) {
            return personal(raw, entities);
        }
        if (Phones.parse(raw).isPresent()) {
            return Decision.changed(raw, phoneOr(raw, () -> raw), Reason.EMPTY, Reason.DETECTED);
        }
        if (kind == FieldKind.NAME) {
            return Decision.changed(raw, texts.rewrite(raw, mode(raw), entities), Reason.NAME, Reason.TOKEN);
        }
        if (kind == FieldKind.LABEL) {
            return Decision.changed(raw, texts.rewrite(raw, Mode.TOKENS, entities), Reason.NAME, Reason.TOKEN);
        }
        if (kind == FieldKind.EXPRESSION) {
            return Decision.changed(raw, expression(raw), Reason.NAME, Reason.TOKEN);
        }
        Optional<String> woven = woven(raw);
        if (woven.isPresent()) {
            return Decision.changed(raw, woven.get(), Reason.WOVEN_TEXT, Reason.WOVEN_TEXT);
        }
        if (kind == FieldKind.TEXT || isFreeText(raw)) {
            return dropped(raw);
        }
        return Decision.changed(raw, texts.rewrite(raw, Mode.TOKENS, entities), Reason.NAME, Reason.TOKEN);
    }

    private Optional<String> woven(String raw) {
        return Tokens.hasWhitespace(raw) ? weaver.weave(raw, this::gap) : Optional.empty();
    }

    private String gap(String raw) {
        return part(FieldKind.ORDINARY, raw);
    }

    private String part(FieldKind kind, String raw) {
        Decision decision = decide(kind, Optional.empty(), raw);
        remember(raw, decision);
        return decision.value();
    }

    private Decision dropped(String raw) {
        return new Decision(pseudonyms.text(raw), Action.DROP, Reason.FREE_TEXT);
    }

    /** Words with blanks between them, unless each is a public code or a number: {@code EUR 12.50}. */
    private static boolean isFreeText(String raw) {
        if (!Tokens.hasWhitespace(raw)) {
            return false;
        }
        int at = 0;
        while (at < raw.length()) {
            int end = at;
            boolean letters = false;
            while (end < raw.length() && !Tokens.isSpace(raw.charAt(end))) {
                letters |= Character.isLetter(raw.charAt(end++));
            }
            if (letters && !StandardCodes.isStandard(raw.substring(at, end))) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** In a query language, or a sentence of ours: what stands in quotes is a value, the rest is words. */
    private String expression(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            int end = isQuote(c) ? raw.indexOf(c, at + 1) : -1;
            if (end > at) {
                out.append(c).append(end == at + 1 ? "" : constant(raw.substring(at + 1, end))).append(c);
                at = end + 1;
            } else {
                int next = at + 1;
                while (next < raw.length() && !isQuote(raw.charAt(next))) {
                    next++;
                }
                out.append(texts.rewrite(raw.substring(at, next), Mode.NAMES));
                at = next;
            }
        }
        return out.toString();
    }

    /** An operation in an expression stays the operation that the calls have. */
    private String constant(String raw) {
        return vocabulary.hasOperation(raw) ? part(FieldKind.NAME, raw) : gap(raw);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }
}
