package dev.tapedeck.sandbox;

import java.io.InputStream;
import java.io.OutputStream;

/** A process at the other end of a control channel, as its {@link GuestProcess} sees it. */
interface Launch {

    InputStream fromGuest();

    OutputStream toGuest();

    /**
     * Lets the process end: it finds its channel closed and goes by itself, which leaves nothing for the system to clear away. One that does not is
     * killed when the sandbox closes.
     */
    void end();

    /** Ends the process and everything it started; idempotent, from any thread. */
    void kill();

    /** Takes hold of its {@code /tmp}, of which nothing was used yet. */
    Scratch scratch();

    /** Waits until the process, and everything it started, has ended; one that does not is killed. False where even that does not end it. */
    boolean awaitEnd(Scratch seen);

    /** One sentence, once the channel has ended. */
    String reasonOfDeath();
}
