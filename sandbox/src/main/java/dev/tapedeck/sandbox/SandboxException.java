package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Something about the machine or the code to run that a person has to mend. The hint says what to do. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    SandboxException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What a file operation failed at, as the system says it and without the name of a class where there is a better one. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException file) {
            String what = file.getReason() != null ? file.getReason() : file.getClass().getSimpleName().replace("Exception", "");
            return "`" + file.getFile() + "`: " + what;
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    public String hint() {
        return hint;
    }
}
