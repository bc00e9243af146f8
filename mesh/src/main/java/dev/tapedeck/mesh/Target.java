package dev.tapedeck.mesh;

import java.util.function.Consumer;

/** What stands at the other end of a call and answers from its own state. */
interface Target {

    /**
     * Does now what the call asks for.
     *
     * @param answer told what came of it, now or later; never for a request that is never answered
     * @throws NotModelled where nothing true can be answered
     */
    void serve(Outgoing call, Consumer<Completion> answer);
}
