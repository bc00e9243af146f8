package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The last look before anything is written: every entry, uncompressed, in memory, for every replaced value in every encoding and for known
 * shapes of secrets and personal data. A hit refuses the cartridge. It knows nothing of how redaction decided, and so finds what redaction forgot.
 */
public final class LeakGate {
    private static final int SHORTEST_SQUEEZED = 12;
    private static final int MOST_LEAKS = 100;
    private static final int CHUNK = 1 << 18;

    private final Inspection inspection;

    private LeakGate(ReplacedValues replaced, Collection<byte[]> entries) {
        Set<String> squeezed = new TreeSet<>();
        for (String value : replaced.values()) {
            String compact = Ibans.compact(value);
            if (isLongNumber(compact) && Entities.find(value).stream().noneMatch(found -> found.kind() == Found.Kind.DATE)) {
                squeezed.add(compact);
            }
        }
        inspection = new Inspection(Needles.of(replaced.values(), entries), Needles.squeezed(squeezed, entries));
    }

    /** Dates in a text make no number of it, and stand side by side in every export without being that text. */
    private static boolean isLongNumber(String compact) {
        long digits = compact.chars().filter(Character::isDigit).count();
        return compact.length() >= SHORTEST_SQUEEZED && digits * 10 >= compact.length() * 6L;
    }

    public sealed interface Verdict {}

    public record Clean(long bytes) implements Verdict {}

    /** Refused. Stops counting at a hundred. */
    public record Leaks(List<Leak> leaks) implements Verdict {
        public Leaks {
            leaks = List.copyOf(leaks);
        }
    }

    /**
     * @param entry name of the entry
     * @param field line and path within it, {@code line 3: /event/detail/note}; keys that are themselves leaks read {@code *}
     * @param kind {@code replaced value}, or what it looks like: {@code email}, {@code access key}, …
     */
    public record Leak(String entry, String field, String kind) {
        @Override
        public String toString() {
            return entry + ": " + (field.isEmpty() ? "" : field + ": ") + kind;
        }
    }

    public static Verdict check(SortedMap<String, byte[]> entries, ReplacedValues replaced) {
        LeakGate gate = new LeakGate(replaced, entries.values());
        List<Leak> leaks = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            bytes += entry.getValue().length;
            Set<String> inName = gate.inspection.kinds(entry.getKey().getBytes(StandardCharsets.UTF_8));
            inName.forEach(kind -> leaks.add(new Leak("*", "name of the entry", kind)));
            gate.entry(inName.isEmpty() ? entry.getKey() : "*", entry.getKey().endsWith(".jsonl"), entry.getValue(), leaks);
        }
        return leaks.isEmpty() ? new Clean(bytes) : new Leaks(leaks.subList(0, Math.min(leaks.size(), MOST_LEAKS)));
    }

    /** Many lines at a time; one by one only where there is something in them. */
    private void entry(String name, boolean lines, byte[] content, List<Leak> leaks) {
        int start = 0;
        int line = 1;
        while (start <= content.length && leaks.size() < MOST_LEAKS) {
            int end = lines ? endOfLine(content, Math.min(content.length, start + CHUNK)) : content.length;
            byte[] chunk = Arrays.copyOfRange(content, start, end);
            if (!inspection.kinds(chunk).isEmpty()) {
                lines(name, lines, line, chunk, leaks);
            }
            for (byte b : chunk) {
                line += b == '\n' ? 1 : 0;
            }
            line++;
            start = end + 1;
        }
    }

    private static int endOfLine(byte[] content, int from) {
        int at = from;
        while (at < content.length && content[at] != '\n') {
            at++;
        }
        return at;
    }

    private void lines(String name, boolean lines, int firstLine, byte[] content, List<Leak> leaks) {
        int start = 0;
        int line = firstLine;
        while (start <= content.length && leaks.size() < MOST_LEAKS) {
            int end = lines ? endOfLine(content, start) : content.length;
            unit(name, lines ? "line " + line + ": " : "", Arrays.copyOfRange(content, start, end), leaks);
            start = end + 1;
            line++;
        }
        if (leaks.isEmpty()) {
            leaks.add(new Leak(name, "line " + firstLine, "something across lines"));
        }
    }

    private void unit(String entry, String where, byte[] unit, List<Leak> leaks) {
        Set<String> kinds = inspection.kinds(unit);
        if (kinds.isEmpty()) {
            return;
        }
        int before = leaks.size();
        try {
            locate(entry, where, "", Json.MAPPER.readTree(unit), leaks);
        } catch (JacksonException notJson) {
            // no fields to name: told by its entry and line below
        }
        if (leaks.size() == before) {
            kinds.forEach(kind -> leaks.add(new Leak(entry, where.replace(": ", ""), kind)));
        }
    }

    private void locate(String entry, String where, String path, JsonNode node, List<Leak> leaks) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                Set<String> inKey = inspection.kinds(property.getKey().getBytes(StandardCharsets.UTF_8));
                inKey.forEach(kind -> leaks.add(new Leak(entry, where + path + "/* (key)", kind)));
                locate(entry, where, path + "/" + (inKey.isEmpty() ? property.getKey() : "*"), property.getValue(), leaks);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                locate(entry, where, path + "/" + i, node.get(i), leaks);
            }
        } else {
            for (String kind : inspection.kinds(node.asString("").getBytes(StandardCharsets.UTF_8))) {
                leaks.add(new Leak(entry, where + path, kind));
            }
        }
    }
}
