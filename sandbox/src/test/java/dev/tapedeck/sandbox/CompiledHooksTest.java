package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That each Node takes what it compiled of the hooks, in spite of the flags it is started with; without it, or with another Node's, the hooks run too. */
class CompiledHooksTest {

    private static final String HANDLER = "bench/light";
    private static final int MEGABYTES = 128;
    private static final Path SAYING = FenceCommand.TASK_ROOT.resolve("cases/says-compiled.js");

    static Stream<Integer> majors() {
        return NodeVersions.MAJORS.stream();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void start_withTheHooksCompiled_takesThem(int major) throws IOException, InterruptedException {
        FenceCommand.Spec spec = spec(major);
        NodeBinary plain = new NodeBinary(NodeVersions.of(major).path(), NodeVersions.of(major).version());

        assertThat(said(spec, spec.runtime())).isEqualTo("taken");
        assertThat(said(spec, plain)).isEqualTo("not compiled");
    }

    @Test
    void start_withWhatAnotherNodeCompiled_compilesAnew() throws IOException, InterruptedException {
        FenceCommand.Spec spec = spec(22);
        Path foreign = spec(20).runtime().binds().entrySet().stream().filter(bind -> bind.getValue().equals(NodeBinary.COMPILED_AT))
                .findFirst().orElseThrow().getKey();

        assertThat(said(spec, spec.runtime().withCompiled(foreign))).isEqualTo("rejected");
    }

    private static FenceCommand.Spec spec(int major) {
        SandboxOptions options = TestBench.options(NodeVersions.of(major), List.of(HANDLER));
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), options)) {
            return sandbox.spec(options.programs().get(HANDLER));
        }
    }

    /** Held by limits of processes alone, as where there are no control groups. With a channel that has ended the hooks are loaded, and the process ends of its own accord. */
    private static String said(FenceCommand.Spec spec, GuestRuntime runtime) throws IOException, InterruptedException {
        FenceCommand.Spec changed = new FenceCommand.Spec(spec.seccomp(), spec.code(), spec.layers(), spec.hooks(), runtime,
                Limits.ofFunction(MEGABYTES));
        List<String> command = new ArrayList<>(runtime.command(MEGABYTES));
        command.addAll(1, List.of("--require", SAYING.toString()));
        Process process = new ProcessBuilder(FenceCommand.around(TestBench.fence(), changed, ControlGroup.none(), command)).start();
        process.getOutputStream().close();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
