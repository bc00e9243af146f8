package dev.tapedeck.mesh;

import dev.tapedeck.mesh.ConditionParser.Expression;
import dev.tapedeck.mesh.Placeholders.Kind;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The input of one operation, or of one part of a transaction, with its expressions. Parameters of the interface of before expressions
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html) have no model.
 */
final class Inputs {

    private static final List<String> LEGACY = List.of("Expected", "AttributeUpdates", "KeyConditions", "QueryFilter", "ScanFilter",
            "ConditionalOperator", "AttributesToGet");

    private final JsonNode input;
    private final Placeholders placeholders;

    Inputs(String operation, JsonNode input, List<Kind> kinds) {
        for (String parameter : LEGACY) {
            if (input.hasNonNull(parameter)) {
                throw NotModelled.parameter("dynamodb", operation, parameter);
            }
        }
        this.input = input;
        this.placeholders = new Placeholders(input, kinds);
    }

    JsonNode json() {
        return input;
    }

    JsonNode required(String parameter) {
        JsonNode value = input.path(parameter);
        if (value.isMissingNode() || value.isNull()) {
            throw missing(Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1));
        }
        return value;
    }

    /** @param member as messages spell it: {@code key}, {@code transactItems.1.member.put} */
    static DynamoFault missing(String member) {
        return DynamoFault
                .validation("1 validation error detected: Value null at '" + member
                        + "' failed to satisfy constraint: Member must not be null");
    }

    boolean has(String parameter) {
        return input.hasNonNull(parameter);
    }

    JsonNode get(String parameter) {
        return input.path(parameter);
    }

    boolean flag(String parameter, boolean otherwise) {
        return input.path(parameter).asBoolean(otherwise);
    }

    /** One of these words; the first is meant where none is given. */
    String choice(String parameter, List<String> words) {
        return choice(input, parameter, words);
    }

    static String choice(JsonNode input, String parameter, List<String> words) {
        if (!input.hasNonNull(parameter)) {
            return words.getFirst();
        }
        String word = input.path(parameter).asString("");
        if (!words.contains(word)) {
            throw DynamoFault
                    .validation("1 validation error detected: Value '" + word + "' at '" + Character.toLowerCase(parameter.charAt(0))
                            + parameter.substring(1) + "' failed to satisfy constraint: Member must satisfy enum value set: ["
                            + String.join(", ", words) + "]");
        }
        return word;
    }

    /** What is not given holds for every item. */
    Expression condition(Kind kind) {
        return has(kind.parameter()) ? ConditionParser.parse(kind, text(kind), placeholders) : Expression.TRUE;
    }

    Optional<Update> update() {
        return has(Kind.UPDATE.parameter()) ? Optional.of(UpdateParser.parse(text(Kind.UPDATE), placeholders)) : Optional.empty();
    }

    /** Empty for everything. */
    Optional<List<Path>> projection() {
        return has(Kind.PROJECTION.parameter())
                ? Optional.of(ExpressionReader.projection(text(Kind.PROJECTION), placeholders))
                : Optional.empty();
    }

    private String text(Kind kind) {
        return input.path(kind.parameter()).asString("");
    }

    /** To be called when every expression was read. */
    void checkUsed() {
        placeholders.checkUsed();
    }
}
