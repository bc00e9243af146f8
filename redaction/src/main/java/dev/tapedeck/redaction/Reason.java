package dev.tapedeck.redaction;

import java.util.Locale;

/** Why a value was kept or replaced; together with the action and the count this is all that {@code redaction.json} tells of a field. */
enum Reason {
    // kept
    LITERAL,
    NAME,
    STANDARD_CODE,
    SMALL_NUMBER,
    IN_WINDOW,
    MEASURE,
    BOOLEAN,
    IDENTITY,
    EMPTY,
    // replaced
    TOKEN,
    NUMBER,
    FREE_TEXT,
    WOVEN_TEXT,
    BINARY,
    DATE,
    ACCOUNT,
    PERSONAL_FIELD,
    CREDENTIAL,
    DETECTED,
    DERIVED,
    POLICY,
    LONE_KEY;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
