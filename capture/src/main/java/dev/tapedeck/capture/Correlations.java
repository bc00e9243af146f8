package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

    private final Set<String> fields = new TreeSet<>();
    private final Set<String> tenantFields = new TreeSet<>();
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<Run, Told> told = new HashMap<>();
    private String found = "";

    private enum Role {
        CORRELATION, TENANT, OTHER
    }

    /** What one invocation says of itself. */
    private record Told(Set<String> ids, Set<String> tenants, String workflow) {}

    private Correlations(List<String> named) {
        LogFields.CORRELATION.forEach(name -> fields.add(plain(name)));
        named.forEach(name -> fields.add(plain(name)));
        LogFields.TENANT.forEach(name -> tenantFields.add(plain(name)));
    }

    static Correlations of(Runs runs, List<String> named) {
        Correlations correlations = new Correlations(named);
        if (runs.all().stream().allMatch(run -> correlations.of(run).isEmpty())) {
            correlations.find(runs);
        }
        return correlations;
    }

    private void find(Runs runs) {
        found = FoundField.in(runs, this);
        if (!found.isEmpty()) {
            fields.add(plain(found));
            roles.clear();
            told.clear();
        }
    }

    /** The name of the field that was found to carry correlation ids, "" where they are known by name. */
    String found() {
        return found;
    }

    /** Letters and digits alone, in lower case, so that {@code x-correlation-id} and {@code xCorrelationId} are one. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private Role role(String name) {
        Role known = roles.get(name);
        if (known == null) {
            String plain = plain(name);
            boolean correlates = fields.contains(plain) || (plain.startsWith("x") && fields.contains(plain.substring(1)));
            known = correlates ? Role.CORRELATION : tenantFields.contains(plain) ? Role.TENANT : Role.OTHER;
            if (name.length() < 64 && roles.size() < 10_000) {
                roles.put(name, known);
            }
        }
        return known;
    }

    boolean isTenantField(String name) {
        return role(name) == Role.TENANT;
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
            if (role(key.substring(key.lastIndexOf('.') + 1)) != Role.OTHER) {
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
                node.properties().forEach(open::add);
            } else if (node.isArray()) {
                node.forEach(element -> open.add(Map.entry(INNER, element)));
            }
        }
    }

    private void collect(String name, String value, Told about) {
        if (!value.isEmpty()) {
            switch (role(name)) {
                case CORRELATION -> about.ids().add(value);
                case TENANT -> about.tenants().add(value);
                case OTHER -> {
                }
            }
        }
    }
}
