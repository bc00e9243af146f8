package dev.tapedeck.capture;

/**
 * Telemetry that cannot be worked with: a file in which nothing can be read, a damaged line under {@code --strict}, a scope that matches nothing
 * or is larger than its limits. The message is one sentence that names the input; {@link #hint} says what to do instead.
 */
public final class CaptureException extends RuntimeException {

    private final String hint;

    public CaptureException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
