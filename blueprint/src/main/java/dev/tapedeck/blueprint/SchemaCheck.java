package dev.tapedeck.blueprint;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The published schema applied to a blueprint, with its complaints turned into what to write instead: every definition in the schema carries a
 * description and an example for that.
 */
final class SchemaCheck {
    static final String RESOURCE = "blueprint.schema.json";
    private static final int NEAR = 3;

    private final JsonNode schemaTree;
    private final Schema schema;

    SchemaCheck() {
        String text = text();
        this.schemaTree = Json.parse(text);
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text, InputFormat.JSON);
    }

    /** The schema as it is published. */
    static String text() {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the schema is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Problem> problems(MarkedTree tree) {
        List<Problem> problems = new ArrayList<>();
        for (Error error : schema.validate(tree.root())) {
            problems.add(problem(tree, error));
        }
        return problems;
    }

    private Problem problem(MarkedTree tree, Error error) {
        List<String> path = path(error);
        JsonNode owner = owner(error);
        String property = String.valueOf(error.getProperty());
        return switch (error.getKeyword()) {
            case "required" -> tree.keyProblem(path, "lacks `" + property + "`, " + describe(owner.path("properties").path(property)),
                    "add `" + property + ": " + example(owner.path("properties").path(property)) + "`");
            case "additionalProperties" -> unknown(tree, child(path, property), property, owner);
            case "minProperties", "maxProperties" ->
                tree.keyProblem(path, "must be of one kind, and is of " + error.getInstanceNode().size(),
                        "keep one of " + names(owner));
            default -> tree.problem(path, "must be " + expectation(owner, error), remedy(owner, error));
        };
    }

    private String remedy(JsonNode owner, Error error) {
        if (quoted(owner, error.getInstanceNode())) {
            return "leave out the quotes: `" + error.getInstanceNode().asString() + "`";
        }
        boolean unquoted = owner.path("type").asString("").equals("string") && !owner.has("pattern")
                && error.getInstanceNode().isValueNode()
                && !error.getInstanceNode().isString() && !error.getInstanceNode().isNull();
        return unquoted ? "put it in quotes: `\"" + error.getInstanceNode().asString() + "\"`" : "for example `" + example(owner) + "`";
    }

    /** A number, or true or false, that stands there as a text. */
    private static boolean quoted(JsonNode owner, JsonNode found) {
        return found.isString() && switch (owner.path("type").asString("")) {
            case "integer" -> found.stringValue().matches("-?[0-9]+");
            case "boolean" -> found.stringValue().matches("true|false");
            default -> false;
        };
    }

    private static Problem unknown(MarkedTree tree, List<String> path, String property, JsonNode owner) {
        List<String> known = List.copyOf(owner.path("properties").propertyNames());
        String near = known.stream().min(Comparator.comparingInt(name -> distance(name, property))).orElse("");
        return tree.keyProblem(path, "is not a field here", distance(near, property) <= NEAR
                ? "did you mean `" + near + "`?"
                : "the fields are " + names(owner));
    }

    private static String names(JsonNode owner) {
        return owner.path("properties").propertyNames().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private String expectation(JsonNode owner, Error error) {
        String found = found(error.getInstanceNode());
        if (owner.has("enum")) {
            return "one of " + IntStream.range(0, owner.get("enum").size()).mapToObj(i -> "`" + owner.get("enum").get(i).asString() + "`")
                    .collect(Collectors.joining(", ")) + ", not " + found;
        }
        return switch (error.getKeyword()) {
            case "const" -> "`" + error.getSchemaNode().asString() + "`, " + describe(owner) + ", not " + found;
            case "minimum" -> "at least " + error.getSchemaNode().asString() + ", not " + found;
            case "maximum" -> "at most " + error.getSchemaNode().asString() + ", not " + found;
            case "minItems", "minLength" -> describe(owner) + ", not nothing";
            case "type" -> typeName(error.getSchemaNode().asString()) + " (" + describe(owner) + "), not "
                    + (quoted(owner, error.getInstanceNode()) ? "the text `\"" + error.getInstanceNode().asString() + "\"`" : found);
            default -> describe(owner) + ", not " + found;
        };
    }

    private static String typeName(String type) {
        return switch (type) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "integer" -> "an integer";
            case "boolean" -> "true or false";
            default -> "a " + type;
        };
    }

    private static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case NULL, MISSING -> "nothing";
            default -> "`" + node.asString() + "`";
        };
    }

    private String describe(JsonNode definition) {
        JsonNode own = definition.path("description");
        return own.isString() ? own.stringValue() : resolve(definition).path("description").asString("");
    }

    /** What one would write in YAML: the schema's example, its default, or a TODO. */
    private String example(JsonNode definition) {
        for (JsonNode candidate : List.of(definition.path("examples").path(0), definition.path("default"),
                resolve(definition).path("examples")
                        .path(0),
                resolve(definition).path("default"), definition.path("const"))) {
            if (!candidate.isMissingNode()) {
                return candidate.isString() ? candidate.stringValue() : Json.write(candidate);
            }
        }
        return "TODO";
    }

    private JsonNode resolve(JsonNode definition) {
        JsonNode reference = definition.path("$ref");
        return reference.isString() ? schemaTree.at(reference.stringValue().substring(1)) : definition;
    }

    /** The definition whose keyword complained. */
    private JsonNode owner(Error error) {
        String location = error.getSchemaLocation().toString();
        String pointer = location.substring(location.indexOf('#') + 1);
        return schemaTree.at(pointer.substring(0, Math.max(0, pointer.lastIndexOf('/'))));
    }

    private static List<String> path(Error error) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            path.add(error.getInstanceLocation().getName(i));
        }
        return path;
    }

    private static List<String> child(List<String> path, String name) {
        List<String> child = new ArrayList<>(path);
        child.add(name);
        return child;
    }

    /** Levenshtein's: letters to add, drop or change. */
    static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
