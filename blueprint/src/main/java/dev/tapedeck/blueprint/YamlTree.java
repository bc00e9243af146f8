package dev.tapedeck.blueprint;

import dev.tapedeck.blueprint.MarkedTree.Place;
import dev.tapedeck.recording.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the events of a YAML parser to a {@link MarkedTree}. YAML 1.2, core schema, the part of it that is JSON: no anchors, no tags, no key that
 * is not a scalar, no key twice, one document, and no depth that could exhaust a stack.
 */
final class YamlTree {
    private static final int DEEPEST = 32;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final JsonNodeFactory NODES = Json.MAPPER.getNodeFactory();

    private final MarkedTree tree;
    private final Iterator<Event> events;
    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();

    private YamlTree(String file, String text) {
        this.tree = MarkedTree.of(file, NODES.objectNode());
        LoadSettings settings = LoadSettings.builder().setLabel(file).setCodePointLimit(MOST_CHARACTERS).setParseComments(false).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** @throws BlueprintException where the text is not YAML at all */
    static MarkedTree read(String file, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new BlueprintException(List.of(new Problem(file, 1, 1, "", "is larger than a blueprint may be: " + MOST_CHARACTERS
                    + " characters", "")));
        }
        YamlTree reader = new YamlTree(file, text);
        try {
            JsonNode root = reader.document();
            return new MarkedTree(file, root, reader.tree.places(), reader.tree.problems());
        } catch (MarkedYamlEngineException malformed) {
            Optional<Mark> mark = malformed.getProblemMark().or(malformed::getContextMark);
            throw new BlueprintException(List.of(new Problem(file, mark.map(m -> m.getLine() + 1).orElse(1),
                    mark.map(m -> m.getColumn() + 1).orElse(1), "", "is not YAML: " + malformed.getProblem(), "")));
        } catch (YamlEngineException malformed) {
            String message = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
            throw new BlueprintException(List.of(new Problem(file, 1, 1, "", "is not YAML: " + message, "")));
        }
    }

    private JsonNode document() {
        JsonNode root = NODES.nullNode();
        boolean first = true;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (!first) {
                        throw fatal(event, "a second document; a blueprint is one");
                    }
                    first = false;
                }
                case Scalar, SequenceStart, MappingStart, Alias -> root = value(event, List.of(), place(event, event));
                case StreamStart, StreamEnd, DocumentEnd, SequenceEnd, MappingEnd, Comment -> {
                    // nothing to take from these
                }
            }
        }
        return root;
    }

    private JsonNode value(Event event, List<String> path, Place place) {
        if (path.size() > DEEPEST) {
            throw fatal(event, "nested deeper than " + DEEPEST + " levels");
        }
        tree.places().put(path, place);
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            tree.problems().add(tree.problem(path, event instanceof AliasEvent ? "is an alias" : "has an anchor",
                    "write the value out where it is needed"));
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, path);
            case SequenceStartEvent sequence -> sequence(sequence, path);
            case MappingStartEvent mapping -> mapping(mapping, path);
            default -> NODES.nullNode();
        };
    }

    private JsonNode sequence(SequenceStartEvent start, List<String> path) {
        refuseTag(start.getTag(), path);
        ArrayNode array = NODES.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            array.add(value(event, child(path, Integer.toString(array.size())), place(event, event)));
        }
        return array;
    }

    private JsonNode mapping(MappingStartEvent start, List<String> path) {
        refuseTag(start.getTag(), path);
        ObjectNode object = NODES.objectNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw fatal(event, "a key must be a plain word");
            }
            List<String> child = child(path, key.getValue());
            Event content = events.next();
            boolean twice = object.has(key.getValue());
            if (twice) {
                Place place = place(key, content);
                tree.problems().add(new Problem(tree.file(), place.keyLine(), place.keyColumn(), MarkedTree.text(child),
                        "stands here a second time", "keep one of the two"));
            }
            JsonNode value = value(content, child, place(key, content));
            if (!twice) {
                object.set(key.getValue(), value);
            }
        }
        return object;
    }

    private JsonNode scalar(ScalarEvent scalar, List<String> path) {
        refuseTag(scalar.getTag(), path);
        String text = scalar.getValue();
        Tag tag = scalar.isPlain() ? resolver.resolve(text, true) : Tag.STR;
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(text);
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException notInJson) {
            tree.problems().add(tree.problem(path, "is a number that JSON does not have", "write it in decimal digits, or in quotes"));
        }
        return NODES.stringNode(text);
    }

    private static JsonNode integer(String text) {
        BigInteger value = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
        return value.bitLength() < Integer.SIZE ? NODES.numberNode(value.intValue()) : NODES.numberNode(value);
    }

    private void refuseTag(Optional<String> tag, List<String> path) {
        tag.filter(t -> !t.equals("!")).ifPresent(t -> tree.problems().add(tree.problem(path, "has the tag `" + t + "`",
                "write the plain value: a blueprint resolves nothing")));
    }

    private static List<String> child(List<String> path, String part) {
        List<String> child = new ArrayList<>(path);
        child.add(part);
        return child;
    }

    private static Place place(Event key, Event value) {
        Optional<Mark> keyMark = key.getStartMark();
        Optional<Mark> valueMark = value.getStartMark();
        return new Place(keyMark.map(m -> m.getLine() + 1).orElse(1), keyMark.map(m -> m.getColumn() + 1).orElse(1),
                valueMark.map(m -> m.getLine() + 1).orElse(1), valueMark.map(m -> m.getColumn() + 1).orElse(1));
    }

    private BlueprintException fatal(Event event, String sentence) {
        Place place = place(event, event);
        return new BlueprintException(List.of(new Problem(tree.file(), place.line(), place.column(), "", sentence, "")));
    }
}
