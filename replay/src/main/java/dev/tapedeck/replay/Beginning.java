package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction.Acting;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.mesh.Unspoken;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.DrawnShape;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.MintedValues;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.WholePartition;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What tables held before the run where the recording does not say. Under a key that holds a value made up within the run, then or now, there was
 * nothing; of any other key nothing is known. A range is known as far as a recorded read went through it.
 */
final class Beginning {

    private final boolean strict;
    private final Timeline timeline;
    private final Bindings bindings;
    private final MintedValues minted;
    private final SortedSet<String> drawn = new TreeSet<>();
    private final SortedSet<String> asThen = new TreeSet<>();
    private @Nullable Acting acting;

    Beginning(boolean strict, Timeline timeline, Bindings bindings) {
        this.strict = strict;
        this.timeline = timeline;
        this.bindings = bindings;
        this.minted = MintedValues.of(timeline.recording());
    }

    /** An invocation that has drawn entropy emitted this: identifiers in it that the recording does not know were drawn in this run. */
    void emitted(JsonNode input) {
        DrawnShape.in(Json.write(input)).stream().filter(value -> !minted.mentions(value)).forEach(drawn::add);
    }

    /** A provider minted an id that it did not mint then. */
    void minted(String id) {
        drawn.add(id);
    }

    /** A call asks for the same as the recorded one. */
    void asThen(Name call, int attempt) {
        asThen.add(Timeline.key(call, attempt));
    }

    void acting(Acting now) {
        acting = now;
    }

    /** What there is to be said of a table's items that it was not told of. */
    Unspoken of(SystemSpec.TableSpec table) {
        return new Unspoken() {
            @Override
            public boolean absent(ObjectNode key) {
                return key.valueStream().anyMatch(Beginning.this::fresh);
            }

            @Override
            public Range range(String operation, JsonNode request) {
                return Beginning.this.range(table, request);
            }
        };
    }

    private boolean fresh(JsonNode value) {
        return DrawnShape.in(value.path("S").asString("")).stream().anyMatch(drawn::contains)
                || minted.in(Json.object().set("key", bindings.toRecorded(value)));
    }

    private Unspoken.Range range(SystemSpec.TableSpec table, JsonNode request) {
        if (answeredThen()) {
            return strict ? Unspoken.Range.KNOWN : Unspoken.Range.TOLD;
        }
        String attribute = table.indexes().stream().filter(i -> i.name().equals(request.path("IndexName").asString("")))
                .map(SystemSpec.IndexSpec::partitionKey).findFirst().orElse(table.partitionKey());
        JsonNode partition = WholePartition.partition(request, attribute);
        if (partition != null && fresh(partition)) {
            return Unspoken.Range.KNOWN;
        }
        return partition != null && !request.has("IndexName") && readThen(table.name(), partition)
                ? Unspoken.Range.TOLD
                : Unspoken.Range.UNKNOWN;
    }

    private boolean answeredThen() {
        Acting now = acting;
        Call then = now == null ? null : timeline.call(now.call(), now.attempt());
        return now != null && then != null && asThen.contains(Timeline.key(now.call(), now.attempt()))
                && then.answer() instanceof Call.Answered answered && answered.status() < 400 && answered.body().isWhole();
    }

    private boolean readThen(String table, JsonNode partition) {
        JsonNode recorded = bindings.toRecorded(partition);
        return timeline.recording().calls().stream().filter(call -> call.target().equals(table)).map(WholePartition::of)
                .anyMatch(read -> read != null && read.partition().equals(recorded));
    }
}
