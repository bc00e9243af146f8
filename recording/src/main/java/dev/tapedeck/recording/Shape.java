package dev.tapedeck.recording;

import java.util.List;

/**
 * What values of one place look like: types, formats, which fields there are, and enumerations that redaction let through. Never a value that
 * somebody sent. Learned from many payloads, so that one which nobody recorded can be made up in their likeness (DESIGN section 7, rung {@code shape}).
 */
public sealed interface Shape {

    /** Nothing but null was ever seen, or nothing at all. */
    record Unknown() implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** @param whole whether all were integers */
    record Quantity(boolean whole) implements Shape {}

    /** @param choices the only ones there are, empty where it may be any text of the format */
    record Text(Format format, List<String> choices) implements Shape {
        public Text {
            choices = List.copyOf(choices);
        }
    }

    /** Text that spells JSON. */
    record Packed(Shape inner) implements Shape {}

    /** A list; {@code elements} of all of them. */
    record Sequence(Shape elements) implements Shape {}

    /** An object, its fields in the order in which they were first seen. */
    record Struct(List<Field> fields) implements Shape {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** @param optional whether some lacked it, or had null there */
    record Field(String name, Shape shape, boolean optional) {}

    /** What a text is, where all of them were of one kind. */
    enum Format {
        PLAIN,
        UUID,
        DATE_TIME,
        DATE,
        EMAIL,
        IBAN,
        CARD_NUMBER,
        URI,
        IPV4,
        DIGITS,
        DECIMAL,
        HEX,
        /** The correlation id of its workflow. */
        CORRELATION_ID,
        /** The tenant of its workflow. */
        TENANT
    }
}
