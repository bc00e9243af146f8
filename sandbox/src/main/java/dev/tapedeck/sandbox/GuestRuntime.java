package dev.tapedeck.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * What a guest runs on: an interpreter of the host's, and what of ours is put beside the user's code for it. The one place that knows how a
 * language is started; everything past the control channel is the same for all of them.
 */
public sealed interface GuestRuntime permits NodeBinary {

    /** For people and reports: language and exact version, {@code node v20.11.0}. */
    String label();

    /** What Lambda sets as {@code AWS_EXECUTION_ENV} for the nearest runtime that it offers. */
    String executionEnvironment();

    /** Our files for this language, by name; shown in the fence at {@link FenceCommand#RUNTIME_ROOT}. */
    SortedMap<String, byte[]> files();

    /** Directories of the host that the interpreter needs and the fence does not show anyway: where they are, and where to show them. */
    SortedMap<Path, Path> binds();

    /** Files of the host that the fence's user must be able to reach. */
    List<Path> reached();

    /** What runs in the fence. */
    List<String> command(int memoryMegabytes);
}
