package dev.tapedeck.capture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Looks for the field that tells workflows apart, where none of the usual names occurs: one whose values look like ids, recur in two or more
 * components, and are many. A tenant's id recurs as well, but there are few of them, and each in very many invocations.
 */
final class FoundField {

    private static final Pattern ID = Pattern.compile("(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9_.:#/-]{5,63}");
    private static final Pattern NO_ID = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*|\\d+\\.\\d+|arn:.*|https?:.*|(trace|span|parent).*",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> PROVIDERS = Set.of("messageId", "MessageId", "id", "eventID", "requestId", "awsRequestId",
            "function_request_id",
            "traceId", "trace_id", "spanId", "span_id", "AWSTraceHeader", "traceparent", "SentTimestamp", "eventSourceARN",
            "SequenceNumber",
            "MessageDeduplicationId", "time", "timestamp", "account", "region");
    private static final int FEWEST_VALUES = 2;
    private static final double RECURRING = 0.5;
    private static final int MOST_INVOCATIONS = 50;

    /** The functions and invocations in which each value of one field was seen. */
    private final Map<String, Map<String, Set<String>>> functions = new TreeMap<>();
    private final Map<String, Map<String, Integer>> invocations = new HashMap<>();

    private FoundField() {}

    /** @return "" where there is none */
    static String in(Runs runs, Correlations correlations) {
        FoundField looking = new FoundField();
        for (Run run : runs.all()) {
            Set<String> pairs = new HashSet<>();
            Correlations.trees(run).forEach(tree -> Correlations.members(tree, (name, value) -> {
                boolean may = !PROVIDERS.contains(name) && !correlations.isTenantField(name) && ID.matcher(value).matches()
                        && !NO_ID.matcher(value).matches();
                if (may && pairs.add(name + '\n' + value)) {
                    looking.see(run, name, value);
                }
            }));
        }
        return looking.best();
    }

    private void see(Run run, String name, String value) {
        functions.computeIfAbsent(name, k -> new HashMap<>()).computeIfAbsent(value, k -> new TreeSet<>()).add(run.function());
        invocations.computeIfAbsent(name, k -> new HashMap<>()).merge(value, 1, Integer::sum);
    }

    private String best() {
        String best = "";
        long most = FEWEST_VALUES - 1;
        for (Map.Entry<String, Map<String, Set<String>>> field : functions.entrySet()) {
            long recurring = field.getValue().values().stream().filter(seenIn -> seenIn.size() > 1).count();
            Map<String, Integer> counts = invocations.getOrDefault(field.getKey(), Map.of());
            boolean particular = counts.values().stream().allMatch(count -> count <= MOST_INVOCATIONS);
            if (particular && recurring > most && recurring >= field.getValue().size() * RECURRING) {
                best = field.getKey();
                most = recurring;
            }
        }
        return best;
    }
}
