package dev.tapedeck.guest;

import java.util.List;
import java.util.SortedMap;

/**
 * What runs beside the user's code in a Node guest: the hooks and the bootstrap, as files of JavaScript. They have no dependency but Node itself
 * and are put into the fence as they are; {@code index.js} is where they begin.
 */
public final class NodeRuntime {

    public static final String ENTRY = "index.js";

    /** A jar cannot be listed cheaply. A test keeps this equal to the directory. */
    static final List<String> FILES = List.of("channel.js", "clock.js", "draws.js", "entropy.js", "files.js", "garbage.js", "handler.js",
            ENTRY, "identity.js",
            "loader.js", "names.js", "numbers.js", "offload.js",
            "output.js", "real.js", "refusals.js", "report.js", "segment.js", "sockets.js", "timers.js", "turn.js", "webcrypto.js",
            "zlib.js");

    private NodeRuntime() {}

    /** Name and content of each file. */
    public static SortedMap<String, byte[]> files() {
        return Resources.read("node", FILES);
    }
}
