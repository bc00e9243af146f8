package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Pairs the calls that one invocation makes with those it made then: by operation, then structure, then value, then occurrence. In what-if a
 * pair must also address the same thing (key, path, queue), so that a fix which asks something else first takes nobody's place.
 */
final class CallMatcher {

    private final List<Call> open;
    private final boolean strict;
    private final Bindings bindings;

    /** @param recorded the invocation's calls in order of emission */
    CallMatcher(List<Call> recorded, boolean strict, Bindings bindings) {
        this.open = new ArrayList<>(recorded);
        this.strict = strict;
        this.bindings = bindings;
    }

    /** @param differences of the two, empty unless the grade is DIFFERENT */
    record Match(Call recorded, Comparison.Grade grade, List<Comparison.Difference> differences) {
        Match {
            differences = List.copyOf(differences);
        }
    }

    /** Takes the best open counterpart, null if there is none. Binds what it finds. */
    @Nullable
    Match take(@Nullable String component, Wire.TypedCall call, @Nullable String reason) {
        Call best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (Call candidate : open) {
            if (sameOperation(candidate, component, call) && (strict || sameAddress(candidate, call, reason))) {
                int distance = compare(candidate, call, reason).distance();
                if (distance < bestDistance) {
                    best = candidate;
                    bestDistance = distance;
                }
            }
        }
        if (best == null) {
            return null;
        }
        open.remove(best);
        Comparison comparison = compare(best, call, reason);
        return new Match(best, comparison.settle(), comparison.differences());
    }

    /** The recorded calls that have no counterpart (yet). */
    List<Call> open() {
        return List.copyOf(open);
    }

    /** The nearest open call of any operation on the same component, to name in a refusal. */
    @Nullable
    Call nearest(@Nullable String component) {
        return open.stream().filter(c -> c.target().equals(component)).findFirst().orElse(open.isEmpty() ? null : open.getFirst());
    }

    private Comparison compare(Call recorded, Wire.TypedCall call, @Nullable String reason) {
        return new Comparison(bindings, reason).compare(recorded.input(), call.input());
    }

    private static boolean sameOperation(Call recorded, @Nullable String component, Wire.TypedCall call) {
        return recorded.target().equals(component) && recorded.service().equals(call.service())
                && recorded.operation().equals(call.operation());
    }

    private boolean sameAddress(Call recorded, Wire.TypedCall call, @Nullable String reason) {
        JsonNode then = address(recorded.service(), recorded.input().value());
        JsonNode now = address(call.service(), call.input());
        return (then.isMissingNode() && !recorded.input().isWhole())
                || new Comparison(bindings, reason).compare(then, now).grade() != Comparison.Grade.DIFFERENT;
    }

    private static JsonNode address(String service, JsonNode input) {
        return switch (service) {
            case "dynamodb" -> input.path("Key");
            case "http" -> input.path("path");
            case "sqs" -> input.path("QueueUrl");
            default -> tools.jackson.databind.node.MissingNode.getInstance();
        };
    }
}
