package dev.tapedeck.sandbox;

import java.io.InputStream;
import java.io.OutputStream;

/** A process at the other end of a control channel, as its {@link GuestProcess} sees it. */
interface Launch {

    InputStream fromGuest();

    OutputStream toGuest();

    /** Ends the process and everything it started; idempotent, from any thread. */
    void kill();

    /** One sentence, once the channel has ended. */
    String reasonOfDeath();
}
