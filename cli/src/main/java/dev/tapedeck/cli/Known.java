package dev.tapedeck.cli;

import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;

/** How much is known of what happened, and what is not, as every command says it. */
final class Known {

    private Known() {}

    /** {@code 1 shape, 4 values}: invocations by their rung, lowest first. */
    static String evidence(Recording recording) {
        Map<Rung, Long> byRung = recording.invocations().stream().collect(Collectors.groupingBy(Invocation::evidence, TreeMap::new,
                Collectors.counting()));
        return byRung.entrySet().stream().map(e -> e.getValue() + " " + Fields.word(e.getKey())).collect(Collectors.joining(", "));
    }

    static Rung lowest(Recording recording) {
        return recording.invocations().stream().map(Invocation::evidence).reduce(Rung::min).orElse(Rung.SEQUENCE);
    }

    static void gaps(Console console, List<Gap> gaps) {
        gaps.forEach(gap -> console.text("not known: " + gap.component() + ": " + gap.detail() + " (" + gap.remedy() + ")"));
    }

    static void gaps(ArrayNode out, List<Gap> gaps) {
        gaps.forEach(g -> out.addObject().put("kind", Fields.word(g.kind())).put("component", g.component()).put("detail", g.detail())
                .put("remedy", g.remedy()));
    }
}
