package dev.tapedeck.sandbox;

/**
 * The frames of the control channel. Both sides change together: the guest's is {@code channel.js}.
 *
 * <pre>
 *   frame    length u32 (of what follows), type u8, payload      all big-endian; text UTF-8, "sized" with a u32 length before it
 *
 *   to the kernel                                   from the kernel
 *    1 HELLO         version u8, Node's version      1 HELLO    options as JSON
 *    2 OPEN          conn u32, tls u8, port, host    2 START    clock, entropy
 *    3 DATA          conn u32, bytes                 3 INVOKE   clock, entropy, deadline f64, sized id, sized ARN, sized trace,
 *                                                               sized client context, event
 *    4 FIN           conn u32                        4 DATA     clock, conn u32, end u8, bytes
 *    5 CLOSE         conn u32                        5 ERROR    clock, conn u32, code
 *    6 LOG           error u8, text                  6 TIMER    clock
 *    7 READY
 *    8 RETURNED      JSON                            clock      monotonic f64, wall millis f64, nanos of that milli u32, charged f64
 *    9 RAISED        sized type, sized message,      entropy    four u32
 *                    stack
 *   10 EXIT          code u32
 *   11 UNCONTROLLED  refused u8, source
 *   12 IDLE          older f64, fresh f64, flags u8 (1 read a clock, 2 drew entropy)
 * </pre>
 */
final class Frames {

    static final int VERSION = 1;

    /** No guest has reason for more; one that claims more is cut off before anything of that size is allocated. */
    static final int MAX_LENGTH = 16 << 20;

    static final int MAX_SEGMENT = 64 << 20;

    static final int HELLO = 1;

    /** From the guest. */
    static final class FromGuest {
        static final int OPEN = 2;
        static final int DATA = 3;
        static final int FIN = 4;
        static final int CLOSE = 5;
        static final int LOG = 6;
        static final int READY = 7;
        static final int RETURNED = 8;
        static final int RAISED = 9;
        static final int EXIT = 10;
        static final int UNCONTROLLED = 11;
        static final int IDLE = 12;

        private FromGuest() {}
    }

    /** From the kernel. */
    static final class ToGuest {
        static final int START = 2;
        static final int INVOKE = 3;
        static final int DATA = 4;
        static final int ERROR = 5;
        static final int TIMER = 6;

        private ToGuest() {}
    }

    private Frames() {}
}
