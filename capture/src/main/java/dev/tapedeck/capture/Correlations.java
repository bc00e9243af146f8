package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which workflows an invocation speaks of: the values of correlation fields in what it was handed, what it logged, and what its span says. Fields
 * are known by name, the usual ones and those that the user gives; where no invocation has any of them, one is looked for ({@link FoundField}).
 */
final class Correlations {

    private static final String INNER = "";
    private static final List<String> TYPED = List.of("stringValue", "StringValue", "S", "Value");

    private final FieldNames names;
    private final Map<Run, Told> told = new HashMap<>();
    private String found = "";

    /** What one invocation says of itself. */
    private record Told(Set<String> ids, Set<String> tenants, String workflow) {}

    private Correlations(FieldNames names) {
        this.names = names;
    }

    static Correlations of(Runs runs, FieldNames names) {
        Correlations correlations = new Correlations(names);
        if (runs.all().stream().allMatch(run -> correlations.of(run).isEmpty())) {
            correlations.find(runs);
        }
        return correlations;
    }

    private void find(Runs runs) {
        found = FoundField.in(runs, this);
        if (!found.isEmpty()) {
            names.addCorrelation(found);
            told.clear();
        }
    }

    /** The name of the field that was found to carry correlation ids, "" where they are known by name. */
    String found() {
        return found;
    }

    boolean isTenantField(String name) {
        return names.role(name) == FieldNames.Role.TENANT;
    }

    Set<String> of(Run run) {
        return told(run).ids();
    }

    Set<String> tenantsOf(Run run) {
        return told(run).tenants();
    }

    /** The name of the workflow that its log lines give, "" for none. */
    String workflowOf(Run run) {
        return told(run).workflow();
    }

    private Told told(Run run) {
        Told known = told.get(run);
        if (known == null) {
            known = look(run);
            told.put(run, known);
        }
        return known;
    }

    private Told look(Run run) {
        Told about = new Told(new TreeSet<>(), new TreeSet<>(), "");
        String workflow = "";
        for (JsonNode tree : trees(run)) {
            walk(tree, about);
            workflow = tree.path("workflow").isString() ? tree.path("workflow").stringValue() : workflow;
        }
        if (run.span() != null) {
            attributes(run.span().attributes(), about);
        }
        for (LogEntry log : run.logs()) {
            attributes(log.attributes(), about);
        }
        return new Told(about.ids(), about.tenants(), workflow);
    }

    /** What it was handed and what it logged; what it sent, where nobody recorded what it was handed. */
    static List<JsonNode> trees(Run run) {
        List<JsonNode> trees = new ArrayList<>();
        if (run.event().isAbsent()) {
            run.calls().forEach(call -> trees.add(call.input().value()));
        } else {
            trees.add(run.event().value());
        }
        for (LogEntry log : run.logs()) {
            if (log.object() instanceof JsonNode line) {
                trees.add(line);
            }
        }
        return trees;
    }

    private void attributes(Attributes attributes, Told about) {
        for (String key : attributes.keys()) {
            if (names.role(key.substring(key.lastIndexOf('.') + 1)) != FieldNames.Role.OTHER) {
                collect(key.substring(key.lastIndexOf('.') + 1), attributes.text(key, ""), about);
            }
        }
    }

    private void walk(JsonNode tree, Told about) {
        members(tree, (name, value) -> collect(name, value, about));
    }

    /** Takes a member that is a string. */
    interface Member {
        void take(String name, String value);
    }

    /** Looks into objects, arrays, and JSON within strings. */
    static void members(JsonNode tree, Member taker) {
        List<Map.Entry<String, JsonNode>> open = new ArrayList<>(List.of(Map.entry(INNER, tree)));
        while (!open.isEmpty()) {
            Map.Entry<String, JsonNode> next = open.removeLast();
            JsonNode node = next.getValue();
            if (node.isString()) {
                JsonNode inner = Json.parseOrString(node.stringValue());
                if (!inner.isString()) {
                    open.add(Map.entry(INNER, inner));
                } else if (!next.getKey().isEmpty()) {
                    taker.take(next.getKey(), node.stringValue());
                }
            } else if (node.isObject()) {
                node.properties().forEach(member -> {
                    String typed = typed(member.getValue());
                    if (typed.isEmpty()) {
                        open.add(member);
                    } else {
                        taker.take(member.getKey(), typed);
                    }
                });
            } else if (node.isArray()) {
                node.forEach(element -> open.add(Map.entry(INNER, element)));
            }
        }
    }

    /** The string of an attribute of a message or an item, which stands in an object of its own; "" for anything else. */
    private static String typed(JsonNode value) {
        if (value.isObject() && value.size() <= 3) {
            for (String type : TYPED) {
                if (value.path(type).isString()) {
                    return value.path(type).stringValue();
                }
            }
        }
        return "";
    }

    private void collect(String name, String value, Told about) {
        if (!value.isEmpty()) {
            switch (names.role(name)) {
                case CORRELATION -> about.ids().add(value);
                case TENANT -> about.tenants().add(value);
                case OTHER -> {
                }
            }
        }
    }
}
