package dev.tapedeck.recording;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as CloudEvents 1.0 in JSON, one entry a channel. What CloudEvents has no word for are extension attributes, whose names it limits to
 * lower-case letters and digits and whose values to scalars: hence {@code attributes} as a string that holds JSON.
 */
final class EventEntries {
    static final String FOLDER = "events/";
    static final String SUFFIX = ".jsonl";

    private static final String SPEC_VERSION = "1.0";
    private static final String UNTYPED = "dev.tapedeck.message";
    private static final int LONGEST_FILE_NAME = 100;
    private static final Pattern ENTRY = Pattern.compile(
            "events/(?!\\.)[A-Za-z0-9._%-]{1," + LONGEST_FILE_NAME + "}(?:~[0-9a-f]{8}){0,2}\\.jsonl");

    private EventEntries() {}

    static void write(List<Message> messages, SortedMap<String, byte[]> entries) {
        SortedMap<String, List<Message>> byChannel = new TreeMap<>();
        messages.forEach(message -> byChannel.computeIfAbsent(message.channel(), c -> new ArrayList<>()).add(message));
        SortedMap<String, String> taken = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byChannel.forEach((channel, ofChannel) -> {
            String file = fileName(channel);
            if (taken.putIfAbsent(file, channel) != null) {
                file = distinct(file, channel);
                taken.put(file, channel);
            }
            entries.put(FOLDER + file + SUFFIX, JsonLines.write(ofChannel, EventEntries::event));
        });
    }

    static boolean isEntry(String entry) {
        return ENTRY.matcher(entry).matches();
    }

    /** A channel's name as a file's: what is not a letter, a digit or one of {@code . _ -} becomes {@code %XX}; long ones are cut. */
    static String fileName(String channel) {
        StringBuilder name = new StringBuilder();
        for (byte b : channel.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || (c == '.' && !name.isEmpty()));
            name.append(plain ? String.valueOf(c) : "%" + HexFormat.of().withUpperCase().toHexDigits((byte) c));
        }
        if (name.isEmpty()) {
            name.append('%');
        }
        return name.length() <= LONGEST_FILE_NAME ? name.toString() : distinct(name.substring(0, LONGEST_FILE_NAME), channel);
    }

    /** Channels whose names differ in case alone may not share a file where case is ignored. */
    private static String distinct(String file, String channel) {
        return file + "~" + Naming.root("channel", channel).brief();
    }

    private static JsonNode event(Message message) {
        ObjectNode json = Json.object().put("specversion", SPEC_VERSION).put("id", message.name().toString())
                .put("source", "/" + fileName(message.channel())).put("type", message.type().isEmpty() ? UNTYPED : message.type())
                .put("time", message.sentAt().iso()).put("datacontenttype", "application/json").put("channel", message.channel());
        if (message.type().isEmpty()) {
            json.put("untyped", true);
        }
        switch (message.origin()) {
            case Message.External(String id) -> json.put("origin", "external").put("originid", id);
            case Message.Emitted(Name call, int attempt, int entry) ->
                json.put("origin", "emitted").put("call", call.toString()).put("attempt", attempt).put("batchentry", entry);
            case Message.Forwarded(Name from) -> json.put("origin", "forwarded").put("forwardedfrom", from.toString());
        }
        if (message.recordedId() != null) {
            json.put("recordedid", message.recordedId());
        }
        if (!message.attributes().isEmpty()) {
            ObjectNode attributes = Json.object();
            message.attributes().forEach(attributes::put);
            json.put("attributes", Json.write(attributes));
        }
        json.put("coverage", Fields.word(message.body().coverage()));
        json.set("data", message.body().value());
        return json;
    }

    static List<Message> read(Map<String, byte[]> entries) {
        List<Message> messages = new ArrayList<>();
        entries.forEach((entry, bytes) -> JsonLines.read(entry, bytes, line -> messages.add(readEvent(Fields.of(line)))));
        return messages;
    }

    private static Message readEvent(Fields event) {
        constant(event, "specversion", SPEC_VERSION);
        constant(event, "datacontenttype", "application/json");
        String channel = event.string("channel");
        constant(event, "source", "/" + fileName(channel));
        String type = event.string("type");
        boolean untyped = event.has("untyped") && event.flag("untyped");
        Message message = new Message(event.name("id"), channel, readOrigin(event), event.stringIfAny("recordedid"), untyped ? "" : type,
                new Payload(event.tree("data"), event.word("coverage", Payload.Coverage.class)), readAttributes(event),
                event.moment("time"));
        event.done();
        return message;
    }

    private static void constant(Fields event, String field, String expected) {
        String found = event.string(field);
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("`" + field + "` must be `" + expected + "`, not `" + found + "`");
        }
    }

    private static Message.Origin readOrigin(Fields event) {
        String origin = event.string("origin");
        return switch (origin) {
            case "external" -> new Message.External(event.string("originid"));
            case "emitted" -> new Message.Emitted(event.name("call"), event.smallInteger("attempt"), event.smallInteger("batchentry"));
            case "forwarded" -> new Message.Forwarded(event.name("forwardedfrom"));
            default -> throw new IllegalArgumentException("`origin` must be one of external, emitted, forwarded, not `" + origin + "`");
        };
    }

    private static SortedMap<String, String> readAttributes(Fields event) {
        if (!event.has("attributes")) {
            return new TreeMap<>();
        }
        JsonNode attributes = Json.parseOrString(event.string("attributes"));
        return Fields.of(Json.object().set("attributes", attributes)).stringMap("attributes");
    }
}
