package dev.tapedeck.redaction;

import dev.tapedeck.redaction.Policy.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a policy from YAML as a tree with lines, so that everything wrong with it can be said at once, each with its line. */
final class PolicyReader {
    private static final int LARGEST_CHARS = 1 << 20;
    private static final int DEEPEST = 16;
    private static final int MOST_DAYS = 3650;
    private static final long MOST_MINUTES = MOST_DAYS * 24 * 60L;
    private static final String KEYS = "`version`, `keep`, `pseudonymise`, `generalise`, `shift`, `drop`, `derived`, `limits` or `statement`";
    private static final Set<String> CLASSIFICATIONS = Set.of("public", "internal", "confidential", "restricted");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Action, List<PathPattern>> patterns = new EnumMap<>(Action.class);
    private final List<Derivation> derivations = new ArrayList<>();
    private Policy.Limits limits = Policy.Limits.DEFAULT;
    private Policy.Statement statement = Policy.Statement.DEFAULT;

    PolicyReader(String file) {
        this.file = file;
    }

    Policy.Reading read(String yaml) {
        if (yaml.length() > LARGEST_CHARS) {
            return new Policy.Invalid(List
                    .of(new Problem(file, 1, "the policy is larger than 1 MiB", "use patterns with `*` instead of one line per field")));
        }
        if (opensTooMany(yaml)) {
            return new Policy.Invalid(List.of(new Problem(file, 1, "the policy nests lists or mappings deeper than " + DEEPEST,
                    "write each list on lines of its own, as docs/reference/redaction-policy.md shows")));
        }
        try {
            LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).setMaxAliasesForCollections(0).build();
            Optional<Node> root = new Compose(settings).composeString(yaml);
            root.ifPresentOrElse(this::policy, () -> problem(1, "the policy is empty", "write at least `version: 1`"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(1);
            problem(line, "this is not YAML: " + e.getProblem(), "check indentation, quotes and colons here and in the line above");
        } catch (YamlEngineException e) {
            problem(1, "this is not YAML that a policy may use", "write plain mappings, lists and strings, without anchors and tags");
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            return new Policy.Invalid(problems);
        }
        return new Policy.Valid(new Policy(patterns, derivations, limits, statement));
    }

    /** What would overflow the stack of a parser: brackets opened in one another, indentation that goes ever deeper, or dashes on one line. */
    private static boolean opensTooMany(String yaml) {
        int open = 0;
        int deepest = 0;
        for (int i = 0; i < yaml.length(); i++) {
            char c = yaml.charAt(i);
            open += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            deepest = Math.max(deepest, open);
        }
        return deepest > DEEPEST || yaml.contains("- ".repeat(DEEPEST)) || yaml.contains("? ".repeat(DEEPEST))
                || yaml.contains("\n" + " ".repeat(DEEPEST * DEEPEST));
    }

    private void policy(Node root) {
        Map<String, Node> entries = mapping(root, "the policy");
        if (!entries.containsKey("version") && root instanceof MappingNode) {
            problem(line(root), "`version` is missing", "write `version: 1` as the first line");
        }
        entries.forEach(this::entry);
    }

    private void entry(String key, Node value) {
        switch (key) {
            case "version" -> {
                if (!text(value).equals(Optional.of("1"))) {
                    problem(line(value), "`version` is not one that is known", "write `version: 1`");
                }
            }
            case "keep", "pseudonymise", "generalise", "shift", "drop" ->
                patternsOf(Action.valueOf(key.toUpperCase(java.util.Locale.ROOT)), value);
            case "derived" -> sequence(value, "`derived`").forEach(this::derivation);
            case "limits" -> limits(value);
            case "statement" -> statement(value);
            default -> problem(line(value), "`" + key + "` is not part of a policy", "write one of " + KEYS);
        }
    }

    private void patternsOf(Action action, Node value) {
        List<PathPattern> list = patterns.computeIfAbsent(action, a -> new ArrayList<>());
        for (Node element : sequence(value, "`" + action.word() + "`")) {
            pattern(element, "`" + action.word() + "`").ifPresent(list::add);
        }
    }

    private Optional<PathPattern> pattern(Node node, String where) {
        Optional<String> text = text(node);
        String fault = text.map(PathPattern::fault).orElse("is not a string");
        if (!fault.isEmpty()) {
            problem(line(node), "a pattern of " + where + " " + fault,
                    "write a path such as `detail/customer/email`, `**/*Id` or `/logs/*/body/note`");
            return Optional.empty();
        }
        return text.map(PathPattern::of);
    }

    private void derivation(Node node) {
        Map<String, Node> entries = mapping(node, "an entry of `derived`");
        unknownKeys(entries, Set.of("field", "of", "algorithm"), "an entry of `derived`");
        Optional<PathPattern> field = Optional.ofNullable(entries.get("field")).flatMap(value -> pattern(value, "`derived`"));
        Optional<String> of = Optional.ofNullable(entries.get("of")).flatMap(this::text);
        Optional<Derivation.Algorithm> algorithm = Optional.ofNullable(entries.get("algorithm")).flatMap(this::text)
                .flatMap(Derivation.Algorithm::parse);
        if (!entries.containsKey("field")) {
            problem(line(node), "an entry of `derived` has no `field`", "write `field: \"**/signature\"`");
        }
        if (of.isEmpty()) {
            problem(line(node), "an entry of `derived` does not say `of` what", "write the name of the sibling: `of: body`");
        }
        if (algorithm.isEmpty()) {
            problem(entries.containsKey("algorithm") ? line(entries.get("algorithm")) : line(node),
                    "an entry of `derived` has no algorithm that is known",
                    "write `algorithm:` with one of " + String.join(", ", Derivation.Algorithm.words()));
        }
        if (field.isPresent() && of.isPresent() && algorithm.isPresent()) {
            derivations.add(new Derivation(field.get(), of.get(), algorithm.get()));
        }
    }

    private void limits(Node node) {
        Map<String, Node> entries = mapping(node, "`limits`");
        unknownKeys(entries, Set.of("windowMinutes", "spans", "bytes"), "`limits`");
        limits = new Policy.Limits(positive(entries, "windowMinutes", limits.windowMinutes(), MOST_MINUTES),
                positive(entries, "spans", limits.spans(), Integer.MAX_VALUE), positive(entries, "bytes", limits.bytes(), Long.MAX_VALUE));
    }

    private void statement(Node node) {
        Map<String, Node> entries = mapping(node, "`statement`");
        unknownKeys(entries, Set.of("expiresAfterDays", "classification", "encrypt"), "`statement`");
        int days = statement.expiresAfterDays();
        Node expires = entries.get("expiresAfterDays");
        if (expires != null) {
            days = text(expires).equals(Optional.of("none")) ? 0 : (int) positive(entries, "expiresAfterDays", days, MOST_DAYS);
        }
        String classification = statement.classification();
        Node given = entries.get("classification");
        if (given != null) {
            classification = text(given).orElse("");
            if (!CLASSIFICATIONS.contains(classification)) {
                problem(line(given), "`classification` is not one that is known",
                        "write `public`, `internal`, `confidential` or `restricted`");
            }
        }
        statement = new Policy.Statement(days, classification, truth(entries.get("encrypt")));
    }

    private boolean truth(@org.jspecify.annotations.Nullable Node node) {
        if (node == null) {
            return false;
        }
        String text = text(node).orElse("");
        if (!text.equals("true") && !text.equals("false")) {
            problem(line(node), "`encrypt` is neither true nor false", "write `encrypt: true` or leave it out");
        }
        return text.equals("true");
    }

    private long positive(Map<String, Node> entries, String key, long otherwise, long most) {
        Node node = entries.get(key);
        if (node == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text(node).orElse("").replace("_", ""));
            if (value > 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as for numbers that are not positive
        }
        String bound = most == Long.MAX_VALUE ? "above 0" : "from 1 to " + most;
        problem(line(node), "`" + key + "` is not a whole number " + bound, "write a number, such as `" + key + ": " + otherwise + "`");
        return otherwise;
    }

    private void unknownKeys(Map<String, Node> entries, Set<String> known, String where) {
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                problem(line(value), "`" + key + "` is not part of " + where,
                        "write one of " + known.stream().sorted().map(k -> "`" + k + "`").toList());
            }
        });
    }

    private Map<String, Node> mapping(Node node, String what) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(line(node), what + " is not a mapping", "write `key: value` lines");
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode()).orElse("");
            if (entries.put(key, tuple.getValueNode()) != null) {
                problem(line(tuple.getKeyNode()), "`" + key + "` is given twice", "put both lists under one `" + key + "`");
            }
        }
        return entries;
    }

    private List<Node> sequence(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(line(node), what + " is not a list", "write each entry on a line of its own that starts with `- `");
        return List.of();
    }

    private Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private void problem(int line, String message, String hint) {
        problems.add(new Problem(file, line, message, hint));
    }
}
