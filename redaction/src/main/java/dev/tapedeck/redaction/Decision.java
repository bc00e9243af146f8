package dev.tapedeck.redaction;

/** What becomes of one value, and why. */
record Decision(String value, Action action, Reason reason) {

    static Decision keep(String value, Reason reason) {
        return new Decision(value, Action.KEEP, reason);
    }

    /** Kept if nothing in it changed, else made a pseudonym for {@code reason}. */
    static Decision changed(String raw, String made, Reason ifKept, Reason ifMade) {
        return made.equals(raw) ? keep(raw, ifKept) : new Decision(made, Action.PSEUDONYMISE, ifMade);
    }

    @Override
    public String toString() {
        return action.word() + " (" + reason.word() + ")";
    }
}
