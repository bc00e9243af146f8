package dev.tapedeck.replay;

import dev.tapedeck.kernel.RandomBits;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.PayloadShape;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Makes messages up that nobody recorded whole ({@code --synthesise}), in the likeness of others that the same function got. What is known stays;
 * what is not is drawn from the seed, except that ids which the recording's labels tell are those. Only messages from outside: whatever was sent
 * within, the replay sends itself. Each value that was made up is listed; a replay that was fed one is marked {@code synthetic}.
 */
public final class Synthesis {

    private final Recording recording;
    private final Seed seed;
    private final List<Filled> filled = new ArrayList<>();
    private final SortedSet<String> values = new TreeSet<>();
    private final List<List<String>> choices = new ArrayList<>();

    /**
     * What was made up.
     *
     * @param recording with the messages filled
     * @param filled what was filled in which message
     * @param values the texts and numbers that are made up, as they are spelled
     * @param choices enumerations from which one was drawn
     */
    public record Made(Recording recording, List<Filled> filled, SortedSet<String> values, List<List<String>> choices) {
        public Made {
            filled = List.copyOf(filled);
            choices = List.copyOf(choices);
        }

        /** Nothing was. */
        public static Made none(Recording recording) {
            return new Made(recording, List.of(), Collections.emptySortedSet(), List.of());
        }

        boolean isMadeUp(String value) {
            return values.contains(value);
        }

        /** Whether both are of one enumeration from which one was drawn. */
        boolean isChoice(String one, String other) {
            return choices.stream().anyMatch(list -> list.contains(one) && list.contains(other));
        }
    }

    /**
     * @param paths within the message: {@code body.customer.email}
     * @param samples how many others it was made after
     */
    public record Filled(Name message, String function, int samples, List<String> paths) {
        public Filled {
            paths = List.copyOf(paths);
        }
    }

    private Synthesis(Recording recording, long seed) {
        this.recording = recording;
        this.seed = new Seed(seed);
    }

    public static Made of(Recording recording, long seed) {
        return new Synthesis(recording, seed).made();
    }

    private Made made() {
        List<Message> messages = recording.messages().stream().map(this::filled).toList();
        return new Made(recording.withMessages(messages), filled, values, choices);
    }

    private Message filled(Message message) {
        if (!(message.origin() instanceof Message.External) || message.body().isWhole()) {
            return message;
        }
        return recording.deliveries().stream().filter(d -> d.message().equals(message.name())).map(Delivery::subscription).sorted()
                .findFirst().flatMap(function -> shapeOf(message, function)).map(shape -> filled(message, shape)).orElse(message);
    }

    /** Of the type that the message has, if it has one; else the one that most others are of. */
    private java.util.Optional<PayloadShape> shapeOf(Message message, String function) {
        return recording.shapes().stream().filter(s -> s.function().equals(function) && s.channel().equals(message.channel()))
                .filter(s -> message.type().isEmpty() || message.type().equals(s.type()))
                .max(Comparator.comparingInt(PayloadShape::samples).thenComparing(PayloadShape::type));
    }

    private Message filled(Message message, PayloadShape shape) {
        ShapeFiller filler = new ShapeFiller(this::bits, message.name(), recording.labels(), message.body().coverage());
        JsonNode body = filler.fill("body", shape.body(), message.body().value());
        SortedMap<String, String> attributes = new TreeMap<>(message.attributes());
        JsonNode beside = filler.fill("attributes", shape.attributes(), known(message));
        beside.properties().forEach(e -> attributes.putIfAbsent(e.getKey(), e.getValue().asString("")));
        filled.add(new Filled(message.name(), shape.function(), shape.samples(), filler.paths()));
        values.addAll(filler.values());
        choices.addAll(filler.choices());
        String type = message.type().isEmpty() ? shape.type() : message.type();
        return new Message(message.name(), message.channel(), message.origin(), message.recordedId(), type,
                new Payload(body, Payload.Coverage.SYNTHETIC), attributes, message.sentAt());
    }

    private static JsonNode known(Message message) {
        var known = Json.object();
        message.attributes().forEach(known::put);
        return known;
    }

    private RandomBits bits(Name message, String path) {
        Name place = Naming.derived(message, "synthetic " + path);
        return seed.substream(place.high(), place.low()).bits();
    }
}
