package dev.tapedeck.recording;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recording as named entries and back, losslessly: the entries of a cartridge that hold what happened. Equal recordings, keys of bodies in
 * equal order, give equal bytes. Lists that are empty have no entry.
 *
 * <pre>
 *   recording.jsonl              header, components, invocations, calls, deliveries, links, gaps, invariants
 *   environment.json             what must be the same to replay
 *   events/CHANNEL.jsonl         messages                               CloudEvents 1.0
 *   telemetry/traces.jsonl       spans                                  OTLP JSON
 *   telemetry/logs.jsonl         log lines                              OTLP JSON
 *   shapes.jsonl                 of payloads that are not known whole   JSON Schema
 *   state/items.jsonl            what stores held before
 *   state/foreign-writes.jsonl   what others wrote meanwhile
 * </pre>
 *
 * Trees come back equal because the model holds them as {@link Json} reads them, whoever built them ({@link PlainTree}).
 */
public final class RecordingCodec {
    private RecordingCodec() {}

    public static SortedMap<String, byte[]> encode(Recording recording) {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        entries.put(RecordingLines.NAME, RecordingLines.write(recording));
        entries.put(EnvironmentEntry.NAME, EnvironmentEntry.write(recording.environment()));
        entries.put(ShapeEntries.NAME, ShapeEntries.write(recording.shapes()));
        EventEntries.write(recording.messages(), entries);
        entries.put(TelemetryEntries.TRACES, TelemetryEntries.writeSpans(recording.spans()));
        entries.put(TelemetryEntries.LOGS, TelemetryEntries.writeLogs(recording.logs()));
        entries.put(StateEntries.ITEMS, StateEntries.writeItems(recording.state().items()));
        entries.put(StateEntries.FOREIGN_WRITES, StateEntries.writeForeignWrites(recording.state().foreignWrites()));
        entries.put(StateEntries.STALE_READS, StateEntries.writeStaleReads(recording.state().staleReads()));
        entries.values().removeIf(bytes -> bytes.length == 0);
        return entries;
    }

    /** @throws RecordingFormatException where the entries do not spell a recording */
    public static Recording decode(SortedMap<String, byte[]> entries) {
        SortedMap<String, byte[]> rest = new TreeMap<>(entries);
        RecordingLines.Read lines = RecordingLines.read(required(rest, RecordingLines.NAME));
        Environment environment = EnvironmentEntry.read(required(rest, EnvironmentEntry.NAME));
        SortedMap<String, byte[]> events = new TreeMap<>(rest.subMap(EventEntries.FOLDER, EventEntries.FOLDER + Character.MAX_VALUE));
        rest.keySet().removeAll(events.keySet());
        InitialState state = new InitialState(StateEntries.readItems(optional(rest, StateEntries.ITEMS)),
                StateEntries.readForeignWrites(optional(rest, StateEntries.FOREIGN_WRITES)),
                StateEntries.readStaleReads(optional(rest, StateEntries.STALE_READS)));
        Recording recording = new Recording(lines.header().labels(), lines.header().from(), lines.header().to(), lines.components,
                EventEntries.read(events), lines.deliveries, lines.invocations, lines.calls, lines.links,
                TelemetryEntries.readSpans(optional(rest, TelemetryEntries.TRACES)),
                TelemetryEntries.readLogs(optional(rest, TelemetryEntries.LOGS)), state, environment, lines.gaps, lines.invariants,
                ShapeEntries.read(optional(rest, ShapeEntries.NAME)));
        if (!rest.isEmpty()) {
            throw new RecordingFormatException(rest.firstKey(), 0, "not an entry of a recording");
        }
        return recording;
    }

    /** Whether {@code entry} is a name that {@link #encode} may give. */
    public static boolean isEntry(String entry) {
        return switch (entry) {
            case RecordingLines.NAME, EnvironmentEntry.NAME, ShapeEntries.NAME, TelemetryEntries.TRACES, TelemetryEntries.LOGS,
                    StateEntries.ITEMS,
                    StateEntries.FOREIGN_WRITES, StateEntries.STALE_READS ->
                true;
            default -> EventEntries.isEntry(entry);
        };
    }

    private static byte[] required(SortedMap<String, byte[]> entries, String name) {
        byte[] bytes = entries.remove(name);
        if (bytes == null) {
            throw new RecordingFormatException(name, 0, "the entry is missing");
        }
        return bytes;
    }

    private static byte[] optional(SortedMap<String, byte[]> entries, String name) {
        byte[] bytes = entries.remove(name);
        return bytes == null ? new byte[0] : bytes;
    }
}
