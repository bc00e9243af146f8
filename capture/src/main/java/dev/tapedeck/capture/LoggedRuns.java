package dev.tapedeck.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Invocations of which nothing tells but log lines without a request id: the lines of one component about one workflow are taken for one invocation.
 * There may have been more of them; what such an invocation was handed and did is not known, only that it was there and when.
 */
final class LoggedRuns {

    private final FieldNames names;

    LoggedRuns(FieldNames names) {
        this.names = names;
    }

    List<Run> of(List<LogEntry> lines) {
        Map<String, Run> runs = new LinkedHashMap<>();
        for (LogEntry log : lines) {
            JsonNode line = log.object();
            if (line == null) {
                continue;
            }
            String component = log.owner().isEmpty() ? line.path("step").asString("") : log.owner();
            String correlation = correlation(line);
            if (!component.isEmpty() && !correlation.isEmpty()) {
                runs.computeIfAbsent(correlation + '\n' + component, k -> new Run(component, "", null, null)).logs().add(log);
            }
        }
        return new ArrayList<>(runs.values());
    }

    private String correlation(JsonNode line) {
        for (Map.Entry<String, JsonNode> member : line.properties()) {
            if (names.role(member.getKey()) == FieldNames.Role.CORRELATION && member.getValue().isString()) {
                return member.getValue().stringValue();
            }
        }
        return "";
    }
}
