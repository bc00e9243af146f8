package dev.tapedeck.cli;

/** The documented exit codes (docs/reference/exit-codes.md). */
enum Exit {
    /** The outcome that was expected, or the command did what it was asked. */
    EXPECTED(0),
    /** A replay had another outcome than expected. */
    OTHER(1),
    /** The command line or an input cannot be read. */
    USAGE(2),
    /** Refused by policy, fence, signature, leak gate or expiry. */
    REFUSED(3),
    /** A fault of Tapedeck's own. */
    FAULT(4),
    /** A replay was inconclusive where another outcome was expected. */
    INCONCLUSIVE(5);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
