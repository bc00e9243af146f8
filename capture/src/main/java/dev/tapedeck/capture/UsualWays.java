package dev.tapedeck.capture;

import dev.tapedeck.recording.Component.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.NullNode;

/**
 * Through which channel a function usually gets what it is handed. Where an event is not known it stands to reason that it came as all the others
 * came; where they came in several ways nothing is assumed.
 */
final class UsualWays {

    private record Way(Kind kind, String channel) {}

    private final Map<String, Set<Way>> ways = new HashMap<>();
    private final Map<String, Set<String>> types = new HashMap<>();

    UsualWays(Runs runs) {
        for (Run run : runs.all()) {
            if (run.event().isWhole()) {
                for (Received received : run.received()) {
                    ways.computeIfAbsent(run.function(), f -> new LinkedHashSet<>()).add(new Way(received.kind(), received.channel()));
                    types.computeIfAbsent(run.function(), f -> new LinkedHashSet<>()).add(received.type());
                }
            }
        }
    }

    /** What an invocation was handed: what its event shows, or one message of which only the usual way is known. */
    List<Received> handed(Run run) {
        List<Way> usual = new ArrayList<>(ways.getOrDefault(run.function(), Set.of()));
        List<Received> shown = run.received();
        boolean unlike = usual.size() == 1 && !run.event().isWhole() && usual.getFirst().kind() != Kind.FUNCTION && shown.size() == 1
                && shown.getFirst().kind() == Kind.FUNCTION;
        if (!shown.isEmpty() && !unlike) {
            return shown;
        }
        Way way = usual.size() == 1 ? usual.getFirst() : new Way(Kind.FUNCTION, run.function());
        Set<String> known = usual.size() == 1 ? types.getOrDefault(run.function(), Set.of()) : Set.of();
        String type = known.size() == 1 ? known.iterator().next() : "";
        return List.of(new Received(way.kind(), way.channel(), "", 0, type, NullNode.getInstance(), new TreeMap<>(), 0, null, null));
    }
}
