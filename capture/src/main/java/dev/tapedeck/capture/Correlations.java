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
 * Which workflows an invocation speaks of: the values of correlation fields in what it was handed and in what it logged. Fields are known by
 * name, the usual ones and those that the user gives.
 */
final class Correlations {

    private final Set<String> fields = new TreeSet<>();
    private final Set<String> tenantFields = new TreeSet<>();
    private final Map<Run, Set<String>> ids = new HashMap<>();
    private final Map<Run, Set<String>> tenants = new HashMap<>();
    private final Map<Run, String> workflows = new HashMap<>();

    Correlations(List<String> named) {
        LogFields.CORRELATION.forEach(name -> fields.add(plain(name)));
        named.forEach(name -> fields.add(plain(name)));
        LogFields.TENANT.forEach(name -> tenantFields.add(plain(name)));
    }

    /** Letters and digits alone, in lower case, so that {@code x-correlation-id} and {@code xCorrelationId} are one. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    boolean isCorrelationField(String name) {
        String plain = plain(name);
        return fields.contains(plain) || (plain.startsWith("x") && fields.contains(plain.substring(1)));
    }

    Set<String> of(Run run) {
        look(run);
        return ids.getOrDefault(run, Set.of());
    }

    Set<String> tenantsOf(Run run) {
        look(run);
        return tenants.getOrDefault(run, Set.of());
    }

    /** The name of the workflow that its log lines give, "" for none. */
    String workflowOf(Run run) {
        look(run);
        return workflows.getOrDefault(run, "");
    }

    private void look(Run run) {
        if (ids.containsKey(run)) {
            return;
        }
        Set<String> found = new TreeSet<>();
        Set<String> foundTenants = new TreeSet<>();
        walk(run.event().value(), found, foundTenants);
        for (LogEntry log : run.logs()) {
            JsonNode line = log.object();
            if (line != null) {
                walk(line, found, foundTenants);
                if (line.path("workflow").isString()) {
                    workflows.put(run, line.path("workflow").stringValue());
                }
            }
        }
        ids.put(run, found);
        tenants.put(run, foundTenants);
    }

    /** Looks into objects, arrays, and JSON within strings. */
    void walk(JsonNode tree, Set<String> found, Set<String> foundTenants) {
        List<JsonNode> open = new ArrayList<>(List.of(tree));
        while (!open.isEmpty()) {
            JsonNode node = open.removeLast();
            if (node.isString()) {
                JsonNode inner = Json.parseOrString(node.stringValue());
                if (!inner.isString()) {
                    open.add(inner);
                }
            } else if (node.isObject()) {
                node.properties().forEach(member -> {
                    collect(member.getKey(), member.getValue(), found, foundTenants);
                    open.add(member.getValue());
                });
            } else if (node.isArray()) {
                node.forEach(open::add);
            }
        }
    }

    private void collect(String name, JsonNode value, Set<String> found, Set<String> foundTenants) {
        if (value.isString() && !value.stringValue().isEmpty()) {
            if (isCorrelationField(name)) {
                found.add(value.stringValue());
            } else if (tenantFields.contains(plain(name))) {
                foundTenants.add(value.stringValue());
            }
        }
    }
}
