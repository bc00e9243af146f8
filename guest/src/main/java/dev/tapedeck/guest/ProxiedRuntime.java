package dev.tapedeck.guest;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs beside a program in any language that speaks the Lambda Runtime API: a bridge that serves it that API and a proxy, and speaks the
 * control channel of a hooked guest. The bridge runs on Node; the program does not know.
 */
public final class ProxiedRuntime {

    public static final String ENTRY = "bridge.js";

    /** A test keeps this equal to the directory. */
    static final List<String> FILES = List.of(ENTRY, "certificates.js", "proxy.js", "quiet.js", "runtime-api.js");

    /** Of the Node guest's: both speak the same channel. */
    private static final List<String> SHARED = List.of("channel.js", "real.js");

    private ProxiedRuntime() {}

    /** Name and content of each file. */
    public static SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>(Resources.read("proxied", FILES));
        files.putAll(Resources.read("node", SHARED));
        return Collections.unmodifiableSortedMap(files);
    }
}
