package dev.tapedeck.redaction;

import dev.tapedeck.recording.PayloadShape;
import dev.tapedeck.recording.Shape;
import java.util.List;

/**
 * Shapes are learned from everybody's messages, so of them only what names nobody stays: types, formats, fields that the code or a schema has, and
 * enumerations each of whose values is a literal of the code, a public code, or in a field that the policy keeps. One value that is none of these
 * makes the whole no enumeration.
 */
final class ShapeWalk {
    private final Field root;
    private final Rewriting rewriting;

    ShapeWalk(Field root, Rewriting rewriting) {
        this.root = root;
        this.rewriting = rewriting;
    }

    PayloadShape rewrite(PayloadShape shape) {
        Field message = root.child("messages").child(shape.channel());
        return new PayloadShape(shape.function(), shape.channel(), rewriting.name(message.child("type"), shape.type()), shape.samples(),
                shape(message.child("body", FieldKind.ORDINARY), shape.body()), shape(message.child("attributes"), shape.attributes()));
    }

    private Shape shape(Field field, Shape shape) {
        return switch (shape) {
            case Shape.Text(Shape.Format format, List<String> choices) ->
                new Shape.Text(format, choices.stream().allMatch(choice -> rewriting.isPublic(field, choice)) ? choices : List.of());
            case Shape.Packed(Shape inner) -> new Shape.Packed(shape(field, inner));
            case Shape.Sequence(Shape elements) -> new Shape.Sequence(shape(field, elements));
            case Shape.Struct(List<Shape.Field> fields) ->
                new Shape.Struct(
                        fields.stream().filter(known -> rewriting.isFieldName(field, known.name())).map(known -> field(field, known))
                                .toList());
            case Shape.Unknown unknown -> unknown;
            case Shape.Flag flag -> flag;
            case Shape.Quantity quantity -> quantity;
        };
    }

    private Shape.Field field(Field above, Shape.Field known) {
        return new Shape.Field(known.name(), shape(rewriting.child(above, known.name(), known.name()), known.shape()), known.optional());
    }
}
