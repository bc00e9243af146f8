package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** YAML as text, line by line, in the style that the reference shows: sections of mappings, short values on one line, comments where asked. */
final class YamlText {
    /** What needs no quotes in any position, flow or block. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    private static final List<String> WORDS = List.of("true", "false", "null", "yes", "no", "on", "off");

    private final StringBuilder out = new StringBuilder();

    YamlText comment(int indent, String text) {
        return line(indent, "# " + text.replaceAll("\\s+", " "));
    }

    YamlText section(String name) {
        return line(0, "").line(0, name + ":");
    }

    YamlText key(int indent, String name, String value) {
        return line(indent, quoted(name) + ":" + (value.isEmpty() ? "" : " " + value));
    }

    YamlText item(int indent, String value) {
        return line(indent, "- " + value);
    }

    private YamlText line(int indent, String text) {
        out.append(text.isEmpty() ? "" : " ".repeat(indent)).append(text).append('\n');
        return this;
    }

    /** {@code { a: 1, b: x }} */
    static String flow(List<String> pairs) {
        return pairs.isEmpty() ? "{}" : "{ " + String.join(", ", pairs) + " }";
    }

    static String pair(String name, String value) {
        return quoted(name) + ": " + value;
    }

    static String list(List<String> values) {
        return values.stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** JSON is YAML; keys and short words lose their quotes. */
    static String flow(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> flow(tree.properties().stream().map(e -> pair(e.getKey(), flow(e.getValue()))).toList());
            case ARRAY -> tree.valueStream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
            case STRING -> quoted(tree.stringValue());
            default -> Json.write(tree);
        };
    }

    static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))
                ? text
                : Json.write(StringNode.valueOf(text));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
