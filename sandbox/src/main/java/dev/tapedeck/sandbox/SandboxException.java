package dev.tapedeck.sandbox;

/** Something about the machine or the code to run that a person has to mend. The hint says what to do. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    SandboxException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
