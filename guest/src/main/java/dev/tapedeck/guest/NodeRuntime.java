package dev.tapedeck.guest;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs beside the user's code in a Node guest: the hooks and the bootstrap, in JavaScript, with no dependency but Node itself. They are put into
 * the fence as one file, since to look for forty and to read them takes Node as long as all that is in them. It begins with {@code index.js} in a guest's
 * process and with {@code child.js} in those that a guest starts.
 */
public final class NodeRuntime {

    public static final String ENTRY = "index.js";

    /** A jar cannot be listed cheaply. A test keeps this equal to the directory. */
    static final List<String> FILES = List.of("channel.js", "child-input.js", "child-output.js",
            "child-process.js", "child-run.js", "child.js", "children.js", "clock.js", "draws.js", "effects.js", "entropy.js", "files.js",
            "garbage.js", "handler.js", "hooks.js",
            "index.js", "identity.js",
            "loader.js", "names.js", "numbers.js", "offload.js",
            "output.js", "programs.js", "real.js", "refusals.js", "report.js", "segment.js", "sockets.js", "timers.js", "turn.js",
            "webcrypto.js",
            "zlib.js");

    /**
     * What stands round the files: each is a function, as in Node itself, and is run when it is first asked for. The flag has done its work by then, the
     * heap is limited; taken back, it lets Node use what it has compiled of its own modules, which fits the usual flags only.
     */
    private static final String BEGIN = """
            'use strict';
            require('v8').setFlagsFromString('--max-old-space-size=0');
            const modules = {
            """;
    private static final String END = """
            };
            const loaded = new Map();

            function load(name) {
              if (!Object.hasOwn(modules, name)) {
                return require(name);
              }
              if (!loaded.has(name)) {
                const module = { exports: {} };
                loaded.set(name, module);
                modules[name](module, load);
              }
              return loaded.get(name).exports;
            }

            load.resolve = require.resolve;

            load(process.env.TAPEDECK_CHILD === undefined ? './index' : './child');
            """;

    private NodeRuntime() {}

    /** Name and content of what the fence is to show. */
    public static SortedMap<String, byte[]> files() {
        StringBuilder bundle = new StringBuilder(BEGIN);
        sources().forEach((name, content) -> bundle.append("'./").append(name.replaceFirst("\\.js$", ""))
                .append("': function (module, require) {\n").append(new String(content, StandardCharsets.UTF_8)).append("},\n"));
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(ENTRY, bundle.append(END).toString().getBytes(StandardCharsets.UTF_8));
        return Collections.unmodifiableSortedMap(files);
    }

    /** Name and content of each of our own. */
    static SortedMap<String, byte[]> sources() {
        return Resources.read("node", FILES);
    }
}
