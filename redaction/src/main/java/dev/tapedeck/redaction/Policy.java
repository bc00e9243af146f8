package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a team says about its fields, and how far an extraction may go. What it does not name is decided by the built-in rules; what is a
 * credential is dropped and what is personal is replaced whatever it says. {@code docs/reference/redaction-policy.md} is its reference.
 */
public final class Policy {
    /** Says nothing: the built-in rules hold everywhere. */
    public static final Policy DEFAULT = new Policy(new EnumMap<>(Action.class), List.of(), Limits.DEFAULT, Statement.DEFAULT);

    private final Map<Action, List<PathPattern>> patterns;
    private final List<Derivation> derivations;
    private final Limits limits;
    private final Statement statement;

    Policy(Map<Action, List<PathPattern>> patterns, List<Derivation> derivations, Limits limits, Statement statement) {
        this.patterns = Collections.unmodifiableMap(new EnumMap<>(copy(patterns)));
        this.derivations = List.copyOf(derivations);
        this.limits = limits;
        this.statement = statement;
    }

    private static Map<Action, List<PathPattern>> copy(Map<Action, List<PathPattern>> patterns) {
        Map<Action, List<PathPattern>> copy = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            copy.put(action, List.copyOf(patterns.getOrDefault(action, List.of())));
        }
        return copy;
    }

    /** How much one cartridge may hold. */
    public record Limits(long windowMinutes, long spans, long bytes) {
        public static final Limits DEFAULT = new Limits(24 * 60, 100_000, 256L << 20);
    }

    /** What the signed statement is to say; 0 days: it does not expire, which needs an approver. {@code encrypt}: only sealed in an envelope. */
    public record Statement(int expiresAfterDays, String classification, boolean encrypt) {
        public static final Statement DEFAULT = new Statement(30, "internal", false);
    }

    /** The outcome of reading a policy. */
    public sealed interface Reading {}

    public record Valid(Policy policy) implements Reading {}

    /** Everything that is wrong with it, in the order of its lines. */
    public record Invalid(List<Problem> problems) implements Reading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /**
     * @param line counts from 1
     * @param hint what to write instead
     */
    public record Problem(String file, int line, String message, String hint) {
        /** {@code policy.yaml:3: `windowMinutes` must be a whole number}; the hint is said apart. */
        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }

    /** Reads {@code yaml}; {@code file} is only named in problems. */
    public static Reading read(String file, String yaml) {
        return new PolicyReader(file).read(yaml);
    }

    public Limits limits() {
        return limits;
    }

    public Statement statement() {
        return statement;
    }

    List<Derivation> derivations() {
        return derivations;
    }

    /** The strictest action whose patterns fit. */
    Optional<Action> actionFor(List<String> path) {
        for (Action action : List.of(Action.values()).reversed()) {
            if (patterns.getOrDefault(action, List.of()).stream().anyMatch(pattern -> pattern.matches(path))) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** The pattern that lets the name of a component stay although it holds a value that is replaced elsewhere. No wider pattern does. */
    public static String keepingName(String component) {
        return "/components/" + component;
    }

    boolean keepsName(String component) {
        boolean named = patterns.getOrDefault(Action.KEEP, List.of()).stream()
                .anyMatch(pattern -> pattern.text().equals(keepingName(component)));
        return named && actionFor(List.of("components", component)).filter(action -> action != Action.KEEP).isEmpty();
    }

    /** As it goes into {@code redaction.json}: patterns, limits, and never a value. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("version", 1);
        List<Action> actions = new ArrayList<>(List.of(Action.values()));
        for (Action action : actions) {
            ArrayNode list = json.putArray(action.word());
            patterns.getOrDefault(action, List.of()).forEach(pattern -> list.add(pattern.text()));
        }
        ArrayNode derived = json.putArray("derived");
        derivations.forEach(derivation -> derived.addObject().put("field", derivation.field().text()).put("of", derivation.of())
                .put("algorithm", derivation.algorithm().word()));
        json.putObject("limits").put("windowMinutes", limits.windowMinutes()).put("spans", limits.spans()).put("bytes", limits.bytes());
        json.putObject("statement").put("expiresAfterDays", statement.expiresAfterDays()).put("classification", statement.classification())
                .put("encrypt", statement.encrypt());
        return json;
    }
}
