package dev.tapedeck.capture;

/**
 * Bytes that are not what they set out to be: expected in telemetry, so it is caught where the next line can be found, counted, and named by
 * file and line. It carries no stack, because it says something about the input and nothing about the program.
 */
final class Malformed extends Exception {

    Malformed(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
