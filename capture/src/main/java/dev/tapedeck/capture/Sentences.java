package dev.tapedeck.capture;

import dev.tapedeck.capture.Deviations.Deviation;
import dev.tapedeck.capture.SymptomReport.Finding;
import java.util.List;

/** Says what a deviation is, in one sentence of words that the user's own system has. */
final class Sentences {

    private Sentences() {}

    static Finding finding(String kind, Deviation deviation, int peers, List<String> also) {
        return new Finding(deviation.kind(), kind, component(deviation), operation(deviation), what(deviation, peers), also, List.of());
    }

    private static String component(Deviation deviation) {
        Fact fact = deviation.fact();
        return fact.component().isEmpty() ? fact.target() : fact.component();
    }

    private static String operation(Deviation deviation) {
        Fact fact = deviation.fact();
        return switch (deviation.kind()) {
            case END_STATE -> fact.operation().substring(fact.operation().indexOf('\n') + 1);
            default -> fact.kind() == Fact.Kind.RAN ? "" : fact.operation();
        };
    }

    private static String what(Deviation deviation, int peers) {
        Fact fact = deviation.fact();
        String others = deviation.agreeing() + " of " + peers;
        return switch (deviation.kind()) {
            case DONE_TWICE -> fact.component() + " did more than once what " + others + " do once: " + fact.deed();
            case END_STATE -> clause(deviation) + ", as in " + others;
            default -> fact.component() + " never " + fact.deed() + ", as " + others + " do";
        };
    }

    static String clause(Deviation deviation) {
        Fact fact = deviation.fact();
        return switch (deviation.kind()) {
            case END_STATE -> {
                String[] parts = fact.operation().split("\n", -1);
                yield "`" + parts[1] + "` of " + fact.target() + " " + parts[0] + " is not `" + deviation.value() + "` at the end";
            }
            default -> fact.component() + " never " + fact.deed();
        };
    }
}
