package dev.tapedeck.cartridge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cartridge, key or trust file that is not taken. One sentence says what is wrong and where, {@link #hint} what to do about it. There is no
 * other outcome of hostile input: nothing is half accepted.
 */
public final class CartridgeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; the numbers are the exit codes of the command line. */
    public enum Code {
        /** There is no such file, or it cannot be read. */
        MISSING(2),
        /** The bytes are not those of a cartridge, or of a key or trust file. */
        DAMAGED(2),
        /** Larger than the limits allow. */
        TOO_LARGE(2),
        /** A format version that this version does not know. */
        VERSION(2),
        /** An age envelope, which this version does not open. */
        ENCRYPTED(2),
        /** The file cannot be written. */
        UNWRITABLE(2),
        /** An entry is not the one that was sealed. */
        DIGEST(3),
        /** The signature does not fit. */
        SIGNATURE(3),
        /** Signed by nobody whom the trust file names. */
        UNKNOWN_SIGNER(3),
        /** Past its date. */
        EXPIRED(3),
        /** Without an expiry and without anybody who approved that. */
        UNAPPROVED(3),
        /** A private key that others can read. */
        EXPOSED_KEY(3);

        private final int exitCode;

        Code(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Code code;
    private final @Nullable String entry;
    private final long offset;
    private final String hint;

    private CartridgeException(Code code, Place place, String sentence, String hint, @Nullable Throwable cause) {
        super(visible(place.text() + sentence), cause);
        this.code = code;
        this.entry = place.entry();
        this.offset = place.offset();
        this.hint = hint;
    }

    /** Names come from the file: a control character in them must not reach a terminal. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars().forEach(c -> visible.append(Character.isISOControl(c) ? "?" : Character.toString(c)));
        return visible.toString();
    }

    public Code code() {
        return code;
    }

    /** The entry at fault, where there is one. */
    public Optional<String> entry() {
        return Optional.ofNullable(entry);
    }

    /** Where in the file, in bytes; -1 where no one place is at fault. */
    public long offset() {
        return offset;
    }

    /** What to do, "" where there is nothing to say. */
    public String hint() {
        return hint;
    }

    /** Where a complaint points: a file, and in it perhaps an entry or an offset. */
    record Place(String file, @Nullable String entry, long offset) {

        static Place file(Object file) {
            return new Place(file.toString(), null, -1);
        }

        Place entry(String name) {
            return new Place(file, name, offset);
        }

        Place at(long byteOffset) {
            return new Place(file, entry, byteOffset);
        }

        CartridgeException refuse(Code code, String sentence) {
            return refuse(code, sentence, "");
        }

        CartridgeException refuse(Code code, String sentence, String hint) {
            return new CartridgeException(code, this, sentence, hint, null);
        }

        CartridgeException refuse(Code code, String sentence, Throwable cause) {
            return new CartridgeException(code, this, sentence, "", cause);
        }

        private String text() {
            return "`" + file + "`" + (entry == null ? "" : ", entry `" + entry + "`") + (offset < 0 ? "" : ", offset " + offset) + ": ";
        }
    }
}
