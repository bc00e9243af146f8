package dev.tapedeck.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Which of a workflow's deeds bear its id, and where: what messages and requests of each kind hold at one and the same path in most workflows. In a
 * recording of many workflows an invariant about one of them is told by that.
 *
 * <pre>
 *   messages.exists(m, m.channel == "billing" && m.type == "InvoiceClosed" && m.body.correlationId == ID)
 * </pre>
 */
final class OwnDeeds {

    private static final int DEEPEST = 8;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> RESERVED = Set.of("as", "break", "const", "continue", "else", "false", "for", "function", "if",
            "import", "in",
            "let", "loop", "namespace", "null", "package", "return", "true", "type", "var", "void", "while");

    /** For each deed, how often an id of its workflow stood at which path. */
    private final Map<Fact, Map<List<String>, Integer>> seen = new HashMap<>();
    private final Map<Workflow, List<Fact>> bearing = new HashMap<>();
    private final Wiring wiring;
    private final Targets targets;

    OwnDeeds(List<Workflow> workflows, Wiring wiring, Targets targets) {
        this.wiring = wiring;
        this.targets = targets;
        workflows.forEach(this::learn);
    }

    private void learn(Workflow workflow) {
        for (Run run : workflow.runs) {
            for (Outgoing call : run.calls()) {
                for (Wiring.Send send : wiring.sendsOf(call.span())) {
                    learn(workflow, new Fact(Fact.Kind.SENT, run.function(), send.sent().channel(), Facts.typeOf(send.sent())), send.sent()
                            .body());
                }
                if (call.service().equals("http")) {
                    learn(workflow, new Fact(Fact.Kind.CALLED, run.function(), targets.of(call), call.operation()), call.input().value());
                }
            }
        }
    }

    private void learn(Workflow workflow, Fact fact, JsonNode tree) {
        List<List<String>> paths = new ArrayList<>();
        find(tree, workflow.id, new ArrayList<>(), paths);
        if (!paths.isEmpty()) {
            paths.forEach(path -> seen.computeIfAbsent(fact, k -> new HashMap<>()).merge(path, 1, Integer::sum));
            bearing.computeIfAbsent(workflow, k -> new ArrayList<>()).add(fact);
        }
    }

    private static void find(JsonNode tree, String id, List<String> path, List<List<String>> found) {
        if (tree.isString() && tree.stringValue().equals(id)) {
            found.add(List.copyOf(path));
        } else if (tree.isObject() && path.size() < DEEPEST) {
            tree.properties().forEach(member -> {
                path.add(member.getKey());
                find(member.getValue(), id, path, found);
                path.removeLast();
            });
        }
    }

    private Optional<List<String>> path(Fact fact) {
        return seen.getOrDefault(fact, Map.of()).entrySet().stream()
                .max(Map.Entry.<List<String>, Integer>comparingByValue().thenComparingInt(e -> -e.getKey().size())
                        .thenComparing(e -> String.join(
                                "\n", e.getKey()), Comparator.reverseOrder()))
                .map(Map.Entry::getKey);
    }

    /** @param ordinal which of the workflows that deviate it is, since names may hold no ids */
    SealedInvariants.Whose of(Workflow workflow, int ordinal) {
        Optional<String> anchor = bearing.getOrDefault(workflow, List.of()).stream().findFirst().flatMap(fact -> there(fact, workflow));
        return new SealedInvariants.Whose() {
            @Override
            public Optional<String> clause(Fact fact, String variable) {
                return anchor.isEmpty() ? Optional.empty() : bears(fact, workflow, variable);
            }

            @Override
            public String within(String expression) {
                return "!" + anchor.orElse("false") + " || " + expression;
            }

            @Override
            public String named(String name) {
                return name + " (workflow " + ordinal + ")";
            }
        };
    }

    private Optional<String> there(Fact fact, Workflow workflow) {
        return fact.kind() == Fact.Kind.SENT
                ? bears(fact, workflow, "m").map(own -> "messages.exists(m, " + SealedInvariants.sent(fact) + own + ")")
                : bears(fact, workflow, "c").map(own -> "calls.exists(c, " + SealedInvariants.called(fact) + own + ")");
    }

    private Optional<String> bears(Fact fact, Workflow workflow, String variable) {
        return switch (fact.kind()) {
            case SENT -> path(fact).map(path -> at(variable + ".body", path, workflow.id));
            case CALLED -> path(fact).map(path -> at(variable + ".input", path, workflow.id));
            case WROTE -> fact.component().isEmpty() ? attribute(fact, workflow, variable) : Optional.empty();
            case RAN, LOGGED -> Optional.empty();
        };
    }

    /** An end state is told by another attribute of the same item that holds the id. */
    private static Optional<String> attribute(Fact fact, Workflow workflow, String variable) {
        String place = fact.target() + " " + fact.operation().substring(0, fact.operation().indexOf('\n')) + "\n";
        return workflow.endState.entrySet().stream().filter(e -> e.getKey().startsWith(place) && e.getValue().equals(workflow.id))
                .findFirst()
                .map(e -> at(variable, List.of(e.getKey().substring(place.length())), workflow.id));
    }

    /** Names of fields are written as names, not as strings: redaction lets names stay, and replaces strings that are no literals of the code. */
    private static String at(String root, List<String> path, String id) {
        StringBuilder clause = new StringBuilder();
        String place = root;
        for (String key : path) {
            boolean named = NAME.matcher(key).matches() && !RESERVED.contains(key);
            String quoted = SealedInvariants.quoted(key);
            String next = named ? place + "." + key : "dyn(" + place + "[" + quoted + "])"; // without dyn `in` takes it for a list
            clause.append(" && type(").append(place).append(") == map && ");
            clause.append(named ? "has(" + next + ")" : quoted + " in " + place);
            place = next;
        }
        return clause.append(" && ").append(place).append(" == ").append(SealedInvariants.quoted(id)).toString();
    }
}
