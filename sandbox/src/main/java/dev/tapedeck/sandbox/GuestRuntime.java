package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a guest runs on: an interpreter of the host's, and what of ours is put beside the user's code for it. The one place that knows how a
 * language is started; everything past the control channel is the same for all of them.
 */
public sealed interface GuestRuntime permits NodeBinary, PythonBinary, CustomRuntime {

    /** For people and reports: language and exact version, {@code node v20.11.0}. */
    String label();

    /** What Lambda sets as {@code AWS_EXECUTION_ENV} for the nearest runtime that it offers; "" where it sets nothing. */
    String executionEnvironment();

    /** How much of the guest is in the kernel's hand. */
    default Determinism determinism() {
        return Determinism.HOOKED;
    }

    /** Whether it talks to parts of itself over the loopback of its own, otherwise empty, network namespace. */
    default boolean needsLoopback() {
        return false;
    }

    /** Whether {@code handler} is spelled as the runtime wants it: {@code file.export}, the file without its ending, unless it says otherwise. */
    default boolean accepts(String handler) {
        return handler.lastIndexOf('.') >= 1 && !handler.endsWith(".");
    }

    /** The files of which one has to be there for {@code handler}, relative to the code's root. */
    List<Path> entries(String handler);

    /** Variables that Lambda sets for this language, where to look for a layer's packages above all; the user's own outrank them. */
    default SortedMap<String, String> lambdaVariables() {
        return new TreeMap<>();
    }

    /** Our files for this language, by name; shown in the fence at {@link FenceCommand#RUNTIME_ROOT}. */
    SortedMap<String, byte[]> files();

    /** Directories of the host that the interpreter needs and the fence does not show anyway: where they are, and where to show them. */
    SortedMap<Path, Path> binds();

    /** Files of the host that the fence's user must be able to reach. */
    List<Path> reached();

    /**
     * This one where the fence's user can reach it, else a copy of it that he can ({@link InterpreterCopy}, {@link BinaryCopy}).
     *
     * @throws SandboxException if it cannot be had
     */
    default GuestRuntime within(StateDirectory state) throws IOException {
        return this;
    }

    /**
     * The command that compiles the code, or only the hooks, ahead, into an archive as {@link CompiledCode} reads it; empty where the language needs none. What it made
     * is shown to the guest by {@link #withCompiled}.
     */
    default List<String> compiler() {
        return List.of();
    }

    /** Names what decides, beside the interpreter's version, what the compiler makes. */
    default String compiledFrom(Path hooks, Path code) {
        return hooks + "\n" + code;
    }

    /** @param compiled what the compiler made, unpacked */
    default GuestRuntime withCompiled(Path compiled) {
        return this;
    }

    /** For control tests: without what the named hooks do outside of the guest. */
    default GuestRuntime without(List<String> disabledHooks) {
        return this;
    }

    /** Variables that the process is started with, beside those that every fenced one has; the user's code sees none of them. */
    default SortedMap<String, String> variables() {
        return new TreeMap<>();
    }

    /** Whether objects have to lie at the same addresses in every run, since the language shows them. */
    default boolean needsFixedAddresses() {
        return false;
    }

    /** Memory that the interpreter reserves for itself as writable data, and does not use: a process's own limit counts it, a control group does not. */
    default int reservedMegabytes() {
        return 0;
    }

    /** What runs in the fence. */
    List<String> command(int memoryMegabytes);
}
