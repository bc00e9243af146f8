package dev.tapedeck.replay;

import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What to run. {@code replay(scenario) -> recording} is a pure function of it, the staged code and the runtime.
 *
 * @param recording the incident, out of its cartridge
 * @param system what the mesh is to simulate
 * @param kinds for each component of the system whether it is real, modelled or recorded; components not named are recorded
 * @param variants functions whose code is known to differ from the recorded one
 * @param exchanges pairs of deliveries to exchange
 * @param invariants declared ones beside those sealed in the recording
 * @param code whether what was staged is what was recorded, for functions of which both digests are known
 * @param synthetic what was made up in {@code recording}
 * @param redactedValues pseudonyms and placeholders of eight characters or more that redaction put in
 * @param coldStarts how instances start, for functions where it is not as recorded
 */
public record Scenario(Recording recording, SystemSpec system, SortedMap<String, ComponentKind> kinds, SortedSet<String> variants,
        List<Exchange> exchanges, Order order, long seed, List<Invariant> invariants, SortedMap<String, Artefact> code,
        Synthesis.Made synthetic, SortedSet<String> redactedValues, SortedMap<String, ColdStart> coldStarts) {

    /** What the digest of staged code says beside the recorded one. */
    public enum Artefact {
        /** It is the recorded code. */
        SAME,
        /** It is other code, so that the replay is what-if. */
        OTHER
    }

    public enum ComponentKind {
        /** Its own code, in the fence. */
        REAL,
        /** A simulation with state, or a program of the user's that stands for it. */
        MODELLED,
        /** Answers from the recording and nothing else. */
        RECORDED
    }

    /** Two deliveries to the same subscription: the one that came first is held until the other one was accepted. */
    public record Exchange(Name one, Name other) {}

    public enum Order {
        RECORDED, RANDOM
    }

    public Scenario {
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        variants = Collections.unmodifiableSortedSet(new TreeSet<>(variants));
        exchanges = List.copyOf(exchanges);
        invariants = List.copyOf(invariants);
        code = Collections.unmodifiableSortedMap(new TreeMap<>(code));
        redactedValues = Collections.unmodifiableSortedSet(new TreeSet<>(redactedValues));
        coldStarts = Collections.unmodifiableSortedMap(new TreeMap<>(coldStarts));
    }

    /** With the recorded code, order, inputs, cold starts and memory a replay is strict; anything changed or made up makes it what-if. */
    public boolean strict() {
        return synthetic.filled().isEmpty() && variants.isEmpty() && otherCode().isEmpty() && exchanges.isEmpty()
                && order == Order.RECORDED && otherColdStarts().isEmpty()
                && otherMemory().isEmpty();
    }

    /** Functions that have another memory size than the recorded one, as far as that is known: computing takes another time there. */
    List<String> otherMemory() {
        return system.functions().stream().filter(function -> {
            int then = ProcessorShare.recordedMegabytes(this, function.name());
            return then > 0 && then != function.memoryMegabytes();
        }).map(SystemSpec.FunctionSpec::name).toList();
    }

    List<String> otherColdStarts() {
        return coldStarts.entrySet().stream().filter(e -> !e.getValue().equals(ColdStart.AS_RECORDED)).map(java.util.Map.Entry::getKey)
                .toList();
    }

    ColdStart coldStart(String function) {
        return coldStarts.getOrDefault(function, ColdStart.AS_RECORDED);
    }

    /** Real functions whose staged code is known not to be the recorded one. */
    List<String> otherCode() {
        return realComponents().stream().filter(name -> code.get(name) == Artefact.OTHER).toList();
    }

    public ComponentKind kind(String component) {
        return kinds.getOrDefault(component, ComponentKind.RECORDED);
    }

    public boolean real(String component) {
        return kind(component) == ComponentKind.REAL;
    }

    /** The components that are real, in order. */
    List<String> realComponents() {
        return kinds.entrySet().stream().filter(e -> e.getValue() == ComponentKind.REAL).map(java.util.Map.Entry::getKey).toList();
    }

    /** Whether the system has the channel that carries {@code message}; a function is that of who invokes it directly. */
    boolean runs(Message message) {
        return has(message.channel());
    }

    boolean has(String channel) {
        return system.channels().stream().anyMatch(c -> c.name().equals(channel))
                || system.functions().stream().anyMatch(f -> f.name().equals(channel));
    }
}
