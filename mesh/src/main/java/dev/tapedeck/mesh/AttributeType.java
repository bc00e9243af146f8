package dev.tapedeck.mesh;

/** The types of DynamoDB's attributes, by the names that they have in its JSON; the first three may be keys. */
enum AttributeType {
    S, N, B, BOOL, NULL, L, M, SS, NS, BS;

    boolean isOrdered() {
        return this == S || this == N || this == B;
    }

    boolean isSet() {
        return this == SS || this == NS || this == BS;
    }

    /** How the messages about ADD and DELETE spell it. */
    String spelled() {
        return switch (this) {
            case S -> "STRING";
            case N -> "NUMBER";
            case B -> "BINARY";
            case BOOL -> "BOOLEAN";
            case NULL -> "NULL";
            case L -> "LIST";
            case M -> "MAP";
            case SS -> "STRING_SET";
            case NS -> "NUMBER_SET";
            case BS -> "BINARY_SET";
        };
    }
}
