package dev.tapedeck.mesh;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A value of a DynamoDB attribute, immutable and compared by what it says: numbers by their value, sets without order
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
 */
sealed interface Value {

    AttributeType type();

    /** Bytes that count towards the limits of items: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html. */
    int size();

    record Text(String value) implements Value {
        @Override
        public AttributeType type() {
            return AttributeType.S;
        }

        @Override
        public int size() {
            return Utf8.length(value);
        }
    }

    /** Always stripped of trailing zeros, so that equal numbers are equal records; made by {@link Numbers}. */
    record Num(BigDecimal value) implements Value {
        @Override
        public AttributeType type() {
            return AttributeType.N;
        }

        @Override
        public int size() {
            return value.signum() == 0 ? 1 : (value.precision() + 1) / 2 + 1;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by content below, and never handed out
    record Binary(byte[] bytes) implements Value {
        @Override
        public AttributeType type() {
            return AttributeType.B;
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public AttributeType type() {
            return AttributeType.BOOL;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    record Null() implements Value {
        @Override
        public AttributeType type() {
            return AttributeType.NULL;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    record ListOf(List<Value> elements) implements Value {
        public ListOf {
            elements = List.copyOf(elements);
        }

        @Override
        public AttributeType type() {
            return AttributeType.L;
        }

        @Override
        public int size() {
            return 3 + elements.stream().mapToInt(each -> each.size() + 1).sum();
        }
    }

    /** A map, or a whole item; takes over {@code entries}, which nobody else may change. */
    record MapOf(SortedMap<String, Value> entries) implements Value {
        public MapOf {
            entries = Collections.unmodifiableSortedMap(entries);
        }

        @Override
        public AttributeType type() {
            return AttributeType.M;
        }

        @Override
        public int size() {
            return 3 + entries.size() + itemSize();
        }

        /** Size as an item: names and values, without the overhead of a nested map. */
        int itemSize() {
            int size = 0;
            for (Map.Entry<String, Value> entry : entries.entrySet()) {
                size += Utf8.length(entry.getKey()) + entry.getValue().size();
            }
            return size;
        }
    }

    /** {@code members} are sorted and without duplicates. */
    record SetOf(AttributeType type, List<Value> members) implements Value {
        static SetOf of(AttributeType type, Collection<Value> members) {
            TreeSet<Value> sorted = new TreeSet<>(Value::compare);
            sorted.addAll(members);
            return new SetOf(type, List.copyOf(sorted));
        }

        @Override
        public int size() {
            return members.stream().mapToInt(Value::size).sum();
        }
    }

    /** The order of sort keys and comparisons: text by its UTF-8 bytes, numbers by value, binary as unsigned bytes. Types in the order above. */
    static int compare(Value a, Value b) {
        if (a instanceof Text x && b instanceof Text y) {
            return compareCodePoints(x.value(), y.value());
        }
        if (a instanceof Num x && b instanceof Num y) {
            return x.value().compareTo(y.value());
        }
        if (a instanceof Binary x && b instanceof Binary y) {
            return Arrays.compareUnsigned(x.bytes(), y.bytes());
        }
        if (a.type() == b.type()) {
            throw new IllegalArgumentException("values of type " + a.type() + " have no order");
        }
        return a.type().compareTo(b.type());
    }

    private static int compareCodePoints(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) || Character.isSurrogate(y);
                return surrogates ? Integer.compare(a.codePointAt(i), b.codePointAt(i)) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
