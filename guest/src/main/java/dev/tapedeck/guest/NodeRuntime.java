package dev.tapedeck.guest;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs beside the user's code in a Node guest: the hooks and the bootstrap, in JavaScript, with no dependency but Node itself. They are put into
 * the fence as two files, since to look for forty and to read them takes Node as long as all that is in them: {@code entry.js}, which begins, and all
 * others together, which it runs. They go on with {@code index.js} in a guest's process, with {@code child.js} in those that a guest starts.
 */
public final class NodeRuntime {

    /** The name that Lambda's runtime has for it, which programs see. */
    public static final String ENTRY = "index.js";

    /** The others, in one. */
    public static final String BUNDLE = "guest.js";

    /** An argument that has the entry write what it compiled instead, as an archive. */
    public static final String COMPILE = "compile";

    private static final String FIRST = "entry.js";

    /** A jar cannot be listed cheaply. A test keeps this equal to the directory. */
    static final List<String> FILES = List.of("channel.js", "child-calls.js", "child-input.js", "child-output.js",
            "child-process.js", "child-run.js", "child.js", "children.js", "clock.js", "compile.js", "datagrams.js", "draws.js",
            "effects.js", "entropy.js",
            FIRST, "files.js",
            "garbage.js", "handler.js", "hooks.js",
            "index.js", "identity.js",
            "loader.js", "names.js", "numbers.js", "offload.js",
            "output.js", "programs.js", "real.js", "refusals.js", "report.js", "segment.js", "sockets.js", "timers.js", "turn.js",
            "webcrypto.js",
            "zlib.js");

    /** What stands round the files: each is a function, as in Node itself, and is run when it is first asked for. */
    private static final String BEGIN = """
            (function (require, entry) {
            'use strict';
            const modules = {
            """;
    private static final String END = """
            };
            const loaded = new Map([['./entry', { exports: entry }]]);

            function load(name) {
              if (loaded.has(name)) {
                return loaded.get(name).exports;
              }
              if (!Object.hasOwn(modules, name)) {
                return require(name);
              }
              const module = { exports: {} };
              loaded.set(name, module);
              modules[name](module, load);
              return module.exports;
            }

            load.resolve = require.resolve;
            return load;
            })
            """;

    private NodeRuntime() {}

    /** Name and content of what the fence is to show. */
    public static SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> sources = sources();
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(ENTRY, Objects.requireNonNull(sources.remove(FIRST)));
        StringBuilder bundle = new StringBuilder(BEGIN);
        sources.forEach((name, content) -> bundle.append("'./").append(name.replaceFirst("\\.js$", ""))
                .append("': function (module, require) {\n").append(new String(content, StandardCharsets.UTF_8)).append("},\n"));
        files.put(BUNDLE, bundle.append(END).toString().getBytes(StandardCharsets.UTF_8));
        return Collections.unmodifiableSortedMap(files);
    }

    /** Name and content of each of our own. */
    static SortedMap<String, byte[]> sources() {
        return new TreeMap<>(Resources.read("node", FILES));
    }
}
