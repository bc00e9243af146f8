package dev.tapedeck.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The invocations that a scope begins with. What a field is known to mean comes first: a correlation id in a correlation field, a tenant in a
 * tenant's. Where no invocation has the value there, an id of another kind may be it; at last it is looked for in text, but only if it is long enough
 * to mean something, and only up to a bound: what stands everywhere tells nothing apart.
 */
final class Seeds {

    private static final int SHORTEST_TEXT = 6;
    private static final int MOST_BY_TEXT = 100;

    private final Correlations correlations;

    Seeds(Correlations correlations) {
        this.correlations = correlations;
    }

    /** @param how "" where a field that is known to mean it had the value */
    record Found(List<Run> runs, String how) {}

    Found in(List<Run> runs, Scope scope) {
        return switch (scope.by()) {
            case TRACE -> found(runs, run -> run.traceId().equalsIgnoreCase(scope.value()), "");
            case CORRELATION -> correlated(runs, scope);
            case TENANT -> ofTenant(runs, scope);
        };
    }

    private static Found found(List<Run> runs, Predicate<Run> is, String how) {
        return new Found(runs.stream().filter(is).toList(), how);
    }

    private Found correlated(List<Run> runs, Scope scope) {
        Found byField = found(runs, run -> correlations.of(run).contains(scope.value()), "");
        if (!byField.runs().isEmpty()) {
            return byField;
        }
        Found byId = found(runs, run -> ids(run).contains(scope.value()),
                "no correlation field holds `" + scope.value() + "`: taken for the id of a trace, span, request or message");
        return byId.runs().isEmpty() ? inText(runs, scope, "correlation field or id") : byId;
    }

    private Found ofTenant(List<Run> runs, Scope scope) {
        Found byField = found(runs, run -> correlations.tenantsOf(run).contains(scope.value()), "");
        if (!byField.runs().isEmpty()) {
            return byField;
        }
        Found whole = found(runs, run -> valuesOf(run).contains(scope.value()),
                "no field that is known to name a tenant holds `" + scope.value() + "`: taken is what has a field of that value");
        return whole.runs().isEmpty() ? inText(runs, scope, "field") : whole;
    }

    private static Found inText(List<Run> runs, Scope scope, String where) {
        if (scope.value().length() < SHORTEST_TEXT) {
            throw new CaptureException("no " + where + " holds `" + scope.value() + "`, and in text anything may spell that",
                    "give the whole id, or name the field that carries it with `--correlation-field`");
        }
        Needle needle = new Needle(scope.value());
        List<Run> mentioning = runs.stream().filter(run -> run.mentions(needle)).toList();
        if (mentioning.size() > MOST_BY_TEXT) {
            throw new CaptureException("no " + where + " holds `" + scope.value() + "`, and the text of " + mentioning.size()
                    + " invocations mentions it, more than " + MOST_BY_TEXT, "name the field that carries it with `--correlation-field`");
        }
        return new Found(mentioning, "no " + where + " holds `" + scope.value() + "`: taken are the " + mentioning.size()
                + " invocations whose text mentions it, with what is joined to them");
    }

    private static Set<String> ids(Run run) {
        Set<String> ids = new TreeSet<>(List.of(run.requestId(), run.traceId()));
        for (Received received : run.received()) {
            ids.add(received.recordedId());
            if (received.inner() != null) {
                ids.add(received.inner().recordedId());
            }
        }
        List<SpanEntry> spans = new ArrayList<>(run.callSpans());
        if (run.span() != null) {
            spans.add(run.span());
        }
        for (SpanEntry span : spans) {
            ids.addAll(List.of(span.spanId(), span.attributes().text("aws.request_id", ""),
                    span.attributes().text("messaging.message.id", "")));
        }
        ids.remove("");
        return ids;
    }

    private static Set<String> valuesOf(Run run) {
        Set<String> values = new TreeSet<>();
        Correlations.trees(run).forEach(tree -> Correlations.members(tree, (name, value) -> values.add(value)));
        return values;
    }
}
