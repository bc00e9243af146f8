package dev.tapedeck.sandbox;

import dev.tapedeck.guest.ProxiedRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * A program that brings its own runtime: an executable {@code bootstrap} at the root of the code, in any language, that asks the Lambda Runtime API
 * for work (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html). Nothing hooks it; a bridge on Node answers it and hands over its calls.
 */
public record CustomRuntime(NodeBinary node) implements GuestRuntime {

    @Override
    public String label() {
        return "Runtime API, bridged by " + node.label();
    }

    /** "Not defined for OS-only runtimes": https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html. */
    @Override
    public String executionEnvironment() {
        return "";
    }

    @Override
    public Determinism determinism() {
        return Determinism.PROXIED;
    }

    @Override
    public boolean needsLoopback() {
        return true;
    }

    /** Lambda hands it on as {@code _HANDLER} and asks nothing of it. */
    @Override
    public boolean accepts(String handler) {
        return !handler.isBlank();
    }

    @Override
    public List<Path> entries(String handler) {
        return List.of(Path.of("bootstrap"));
    }

    @Override
    public SortedMap<String, byte[]> files() {
        return ProxiedRuntime.files();
    }

    @Override
    public SortedMap<Path, Path> binds() {
        return node.binds();
    }

    @Override
    public List<Path> reached() {
        return node.reached();
    }

    @Override
    public CustomRuntime within(StateDirectory state) {
        return new CustomRuntime(node.within(state));
    }

    @Override
    public int reservedMegabytes() {
        return node.reservedMegabytes();
    }

    @Override
    public List<String> command(int memoryMegabytes) {
        return List.of(node.inside().toString(), "--no-warnings", FenceCommand.RUNTIME_ROOT.resolve(ProxiedRuntime.ENTRY).toString());
    }
}
