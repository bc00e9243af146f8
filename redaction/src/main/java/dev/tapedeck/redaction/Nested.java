package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Strings that hold something else: JSON, base64 (of text, also zipped), percent encoding, URLs, forms, lists of settings. What is inside is
 * redacted as what it is and put back the way it was. A string that begins like JSON and is none was cut, and is dropped whole.
 */
final class Nested {
    private static final int DEEPEST = 8;
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\\s]+");
    private static final Pattern PAIR_KEY = Pattern.compile("[A-Za-z0-9_.$\\[\\]%*-]{1,80}");

    private final Values values;
    private final Trees trees;
    private final Vocabulary vocabulary;
    private final Urls urls;
    private int depth;

    Nested(Values values, Trees trees, Vocabulary vocabulary, Pseudonyms pseudonyms, Ledger ledger) {
        this.values = values;
        this.trees = trees;
        this.vocabulary = vocabulary;
        this.urls = new Urls(this, values, vocabulary, pseudonyms, ledger);
    }

    /** Any string of the recording. */
    String rewrite(Field field, String raw) {
        String known = values.decided(field, raw);
        if (known != null) {
            return known;
        }
        if (raw.isEmpty() || isOpaque(field) || vocabulary.hasValue(raw) || depth >= DEEPEST) {
            return values.rewrite(field, raw);
        }
        depth++;
        Optional<String> structured = structured(field, raw);
        depth--;
        return structured.isPresent() ? structured.get() : values.rewrite(field, raw);
    }

    /** Fields that are replaced whole, or kept whole. */
    private static boolean isOpaque(Field field) {
        return switch (field.kind()) {
            case CREDENTIAL, TEXT, IDENTITY, OPAQUE, DERIVED, EXPRESSION -> true;
            case PERSONAL, PERSON, NAME, LABEL, SUBJECT, ACCOUNT, TIME, MEASURE, ID, ORDINARY ->
                field.rule().filter(rule -> rule == Action.DROP).isPresent();
        };
    }

    private Optional<String> structured(Field field, String raw) {
        char first = raw.charAt(0);
        if (first == '{' || first == '[' || Character.isWhitespace(first)) {
            return json(field, raw);
        }
        if (first == '"' && raw.length() > 1 && raw.endsWith("\"")) {
            return quoted(field, raw);
        }
        if (isUrl(raw)) {
            return Optional.of(urls.url(field, raw));
        }
        if (first == '/' && raw.length() > 1 && !Tokens.hasWhitespace(raw)) {
            return Optional.of(urls.target(field, raw));
        }
        if (raw.startsWith("data:") && raw.contains(";base64,")) {
            int comma = raw.indexOf(',') + 1;
            return Optional.of(raw.substring(0, comma) + rewrite(field, raw.substring(comma)));
        }
        if (Shapes.isJwt(raw)) {
            return Optional.empty();
        }
        return encoded(field, raw);
    }

    private Optional<String> encoded(Field field, String raw) {
        Optional<Base64Text> base64 = Base64Text.decode(raw);
        if (base64.isPresent()) {
            String inside = rewrite(field, base64.get().text());
            return Optional.of(inside.equals(base64.get().text()) ? raw : base64.get().encode(inside));
        }
        Optional<String> pairs = pairs(field, raw);
        if (pairs.isPresent()) {
            return pairs;
        }
        if (Percent.isEncoded(raw)) {
            String decoded = Percent.decode(raw);
            String inside = rewrite(field, decoded);
            return Optional.of(inside.equals(decoded) ? raw : Percent.encode(inside));
        }
        if (raw.indexOf('&') >= 0 && !Html.decode(raw).equals(raw)) {
            String decoded = Html.decode(raw);
            String inside = rewrite(field, decoded);
            return Optional.of(inside.equals(decoded) ? raw : inside);
        }
        if (raw.indexOf('\\') >= 0 && !Escapes.unescape(raw).equals(raw)) {
            String unescaped = Escapes.unescape(raw);
            String inside = rewrite(field, unescaped);
            return Optional.of(inside.equals(unescaped) ? raw : inside);
        }
        return Optional.empty();
    }

    static boolean isUrl(String raw) {
        int colon = raw.indexOf("://");
        return colon > 0 && colon <= 16 && URL.matcher(raw).matches();
    }

    private Optional<String> json(Field field, String raw) {
        String trimmed = raw.strip();
        if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.parse(raw);
            JsonNode redacted = trees.rewrite(field, tree);
            return Optional.of(trees.isSurvey() || redacted.equals(tree) ? raw : Json.write(redacted));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private Optional<String> quoted(Field field, String raw) {
        try {
            if (Json.parse(raw) instanceof StringNode inside) {
                String redacted = rewrite(field, inside.stringValue());
                return Optional.of(redacted.equals(inside.stringValue()) ? raw : Json.write(StringNode.valueOf(redacted)));
            }
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** {@code a=1&b=2}, {@code a=1; b=2}, {@code a=1,b=2}: forms, cookies, baggage, trace headers. */
    private Optional<String> pairs(Field field, String raw) {
        if (raw.indexOf('=') <= 0) {
            return Optional.empty();
        }
        char separator = raw.indexOf('&') >= 0 ? '&' : raw.indexOf(';') >= 0 ? ';' : ',';
        String[] parts = raw.split(String.valueOf(separator), -1);
        for (String part : parts) {
            if (!isPair(part.strip(), parts.length > 1)) {
                return Optional.empty();
            }
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < parts.length; i++) {
            out.append(i == 0 ? "" : separator).append(pair(field, parts[i]));
        }
        return Optional.of(out.toString());
    }

    private boolean isPair(String part, boolean several) {
        int equals = part.indexOf('=');
        if (equals <= 0 || !PAIR_KEY.matcher(part.substring(0, equals)).matches()) {
            return false;
        }
        return several || vocabulary.hasField(Percent.decode(part.substring(0, equals)));
    }

    /** One {@code name=value} with the blanks round it; the value may be percent-encoded. */
    String pair(Field field, String part) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            return rewrite(field, part);
        }
        int start = 0;
        while (start < equals && Tokens.isSpace(part.charAt(start))) {
            start++;
        }
        String name = Percent.decode(part.substring(start, equals));
        String key = trees.key(field, name);
        Field child = trees.child(field, name, key);
        String value = part.substring(equals + 1);
        String plus = value.replace('+', ' ');
        String decoded = Percent.isEncoded(value) ? Percent.decode(value.contains("%20") ? value : plus) : value;
        String redacted = decoded.isEmpty() ? decoded : rewrite(child, decoded);
        String encoded = redacted.equals(decoded)
                ? value
                : Percent.isEncoded(value) || needsEncoding(redacted, part) ? Percent.encode(redacted) : redacted;
        return part.substring(0, start) + (key.equals(name) ? part.substring(start, equals) : Percent.encode(key)) + "=" + encoded;
    }

    private static boolean needsEncoding(String redacted, String part) {
        return (Tokens.hasWhitespace(redacted) && !Tokens.hasWhitespace(part)) || redacted.toLowerCase(Locale.ROOT).indexOf('&') >= 0;
    }
}
