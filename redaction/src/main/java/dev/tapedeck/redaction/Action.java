package dev.tapedeck.redaction;

import java.util.Locale;

/** What may be done to a value; there is nothing else. In order of strictness: where several patterns of a policy fit, the strictest holds. */
public enum Action {
    /** It stays as it is, but for secrets and personal data inside it. */
    KEEP,
    /** A date moves by whole weeks, the same number for every date of the recording. */
    SHIFT,
    /** A value of the same shape that reaches nobody; the same value becomes the same everywhere. */
    PSEUDONYMISE,
    /** Less exact: a number by its first digit, a date by its month, a place by its degree. */
    GENERALISE,
    /** A placeholder of the same type. */
    DROP;

    /** As policies and reports write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
