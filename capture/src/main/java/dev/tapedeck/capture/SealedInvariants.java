package dev.tapedeck.capture;

import dev.tapedeck.capture.Deviations.Deviation;
import dev.tapedeck.capture.SymptomReport.FindingKind;
import dev.tapedeck.recording.Invariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns what is wrong with one workflow into invariants that are sealed with it: expressions over effects alone, violated by this workflow and kept
 * by the others of its kind. A wrong outcome is best told by a message that was never sent: names of channels and types survive redaction, and a
 * fix may reach the outcome in other steps.
 */
final class SealedInvariants {

    private static final String ORIGIN = "symptoms";

    private final Workflow workflow;
    private final Whose whose;

    private SealedInvariants(Workflow workflow, Whose whose) {
        this.workflow = workflow;
        this.whose = whose;
    }

    /** Tells the deeds of one workflow from those of others that lie in the same recording. */
    interface Whose {

        /** There is one workflow, so that whatever is there is its own. */
        Whose ALONE = new Whose() {
            @Override
            public Optional<String> clause(Fact fact, String variable) {
                return Optional.of("");
            }

            @Override
            public String within(String expression) {
                return expression;
            }

            @Override
            public String named(String name) {
                return name;
            }
        };

        /** To be added to a condition on {@code variable}, "" for nothing; empty where such a deed does not say whose it is. */
        Optional<String> clause(Fact fact, String variable);

        /** The expression, where the workflow is there at all. */
        String within(String expression);

        String named(String name);
    }

    static List<Invariant> of(Workflow workflow, List<Deviation> deviations, Whose whose) {
        return new SealedInvariants(workflow, whose).of(deviations);
    }

    private List<Invariant> of(List<Deviation> deviations) {
        List<Invariant> sealed = new ArrayList<>();
        deviations.stream().filter(d -> d.kind() == FindingKind.DONE_TWICE && isTold(d)).forEach(d -> sealed.add(once(d.fact())));
        outcome(deviations).ifPresent(sealed::add);
        return sealed;
    }

    private boolean isTold(Deviation deviation) {
        return rank(deviation) < Integer.MAX_VALUE && whose.clause(deviation.fact(), "x").isPresent();
    }

    private String own(Fact fact, String variable) {
        return whose.clause(fact, variable).orElse("");
    }

    private Invariant once(Fact fact) {
        String count = switch (fact.kind()) {
            case SENT -> "messages.filter(m, " + sent(fact) + own(fact, "m") + ").size()";
            case WROTE -> "calls.filter(c, " + wrote(fact) + own(fact, "c") + ").size()";
            default -> "calls.filter(c, " + called(fact) + " && !c.repeat" + own(fact, "c") + ").size()";
        };
        return new Invariant(whose.named(fact.target() + ": " + name(fact) + " once"), whose.within(count + " <= 1"), fact.component(),
                operation(fact), ORIGIN);
    }

    private Optional<Invariant> outcome(List<Deviation> deviations) {
        String component = deviations.stream().filter(d -> d.kind() == FindingKind.MISSING_STEP).map(d -> d.fact().component())
                .filter(c -> !c.isEmpty()).findFirst().orElse("");
        return deviations.stream().filter(d -> d.kind() != FindingKind.DONE_TWICE && isTold(d))
                .min(Comparator.comparingInt((Deviation d) -> failed(d.fact()) ? 2 : rank(d)).thenComparingLong(Deviation::typicalNanos))
                .map(d -> d.kind() == FindingKind.END_STATE ? endState(d, component) : happens(d.fact()));
    }

    /** Whether the function ran, and failed: that tells more than which of its calls were not answered well. */
    private boolean failed(Fact fact) {
        return fact.kind() == Fact.Kind.RAN
                && workflow.runs.stream().anyMatch(run -> run.function().equals(fact.component()) && run.result().failed());
    }

    private static int rank(Deviation deviation) {
        if (deviation.kind() == FindingKind.END_STATE) {
            return 2;
        }
        return switch (deviation.fact().kind()) {
            case SENT -> deviation.fact().operation().isEmpty() ? 4 : 1;
            case CALLED -> 3;
            case RAN -> 5;
            case WROTE -> 6;
            case LOGGED -> Integer.MAX_VALUE;
        };
    }

    private Invariant happens(Fact fact) {
        String expression = switch (fact.kind()) {
            case SENT -> "messages.exists(m, " + sent(fact) + own(fact, "m") + ")";
            case RAN -> "invocations.exists(i, i.function == " + quoted(fact.component()) + " && i.ok)";
            case WROTE -> "calls.exists(c, " + wrote(fact) + own(fact, "c") + ")";
            default -> "calls.exists(c, " + called(fact) + own(fact, "c") + ")";
        };
        String name = fact.kind() == Fact.Kind.RAN ? fact.component() + " runs to its end" : fact.target() + ": " + name(fact) + " happens";
        return new Invariant(whose.named(name), whose.within(expression), fact.component(), operation(fact), ORIGIN);
    }

    private Invariant endState(Deviation deviation, String missingBy) {
        Fact fact = deviation.fact();
        String attribute = fact.operation().substring(fact.operation().indexOf('\n') + 1);
        String table = quoted(fact.target());
        String expression = table + " in state && state[" + table + "].exists(i, " + quoted(attribute) + " in i && i[" + quoted(attribute)
                + "] == " + quoted(deviation.value()) + own(fact, "i") + ")";
        String component = missingBy.isEmpty() ? writer(workflow, fact.target()) : missingBy;
        return new Invariant(whose.named(fact.target() + ": " + attribute + " at the end"), whose.within(expression), component, "",
                ORIGIN);
    }

    private static String writer(Workflow workflow, String table) {
        return workflow.facts.keySet().stream().filter(f -> f.kind() == Fact.Kind.WROTE && f.target().equals(table)).map(Fact::component)
                .reduce("", (first, last) -> last);
    }

    /** An event's type is the channel's business; a queue's message may name one in its body. */
    static String sent(Fact fact) {
        String channel = "m.channel == " + quoted(fact.target());
        if (fact.operation().isEmpty()) {
            return channel;
        }
        String type = quoted(fact.operation());
        String inBody = Facts.TYPE_FIELDS.stream()
                .map(field -> "(" + quoted(field) + " in m.body && m.body[" + quoted(field) + "] == " + type
                        + ")")
                .collect(Collectors.joining(" || "));
        return channel + " && (m.type == " + type + " || (type(m.body) == map && (" + inBody + ")))";
    }

    static String called(Fact fact) {
        return "c.target == " + quoted(fact.target()) + " && c.operation == " + quoted(fact.operation()) + " && c.happened";
    }

    /** A write is told by its operation and by the outline of its key, attribute by attribute. */
    private static String wrote(Fact fact) {
        String[] parts = fact.operation().split(" ", 2);
        String holder = parts[0].equals("PutItem") ? "Item" : "Key";
        String pattern = "^" + List.of(parts[1].split(" ", -1)).stream().map(SealedInvariants::pattern).collect(Collectors.joining("|"))
                + "$";
        return "c.target == " + quoted(fact.target()) + " && c.operation == " + quoted(parts[0]) + " && c.happened && " + quoted(holder)
                + " in c.input && c.input." + holder + ".exists(k, \"S\" in c.input." + holder + "[k] && c.input." + holder
                + "[k].S.matches(" + quoted(pattern) + "))";
    }

    private static String pattern(String outline) {
        return List.of(outline.split("\\{}", -1)).stream().map(text -> text.replaceAll("([\\\\.\\[\\](){}*+?^$|])", "\\\\$1"))
                .collect(Collectors.joining("[^#|/:]*"));
    }

    private static String name(Fact fact) {
        return fact.operation().isEmpty() ? "a message" : fact.operation();
    }

    private static String operation(Fact fact) {
        return switch (fact.kind()) {
            case CALLED -> fact.operation();
            case WROTE -> fact.operation().substring(0, fact.operation().indexOf(' '));
            case SENT, RAN, LOGGED -> "";
        };
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
