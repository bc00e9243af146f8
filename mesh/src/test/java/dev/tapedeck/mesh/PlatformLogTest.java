package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Telemetry;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** What Lambda writes about its functions, and what it does not take: too large a request, result or batch. */
class PlatformLogTest {

    private static final SystemSpec.FunctionSpec F = new SystemSpec.FunctionSpec("f", 3_000, 256, -1, 2, 0);

    private static Scene scene(FakeGuest.Code code, long initNanos, int requests) {
        Scene scene = new Scene().function(F, code).route("r").subscribe("r", "f").direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public long initNanos(Name invocation, String function, int ordinal) {
                return initNanos;
            }
        });
        for (int i = 0; i < requests; i++) {
            scene.root("r", "request-" + i, i * 60_000L, "POST /things", "{}");
        }
        return scene;
    }

    private static List<String> lines(Run run) {
        String first = run.recording().invocations().getFirst().requestId();
        return run.recording().logs().stream().filter(Telemetry.LogLine::platform)
                .map(line -> line.body().stringValue().strip().replace(first, "ID").replaceAll("[0-9a-f-]{36}", "OTHER").replace("\t",
                        "  "))
                .toList();
    }

    @Test
    void coldAndWarm_figuresAreVirtual() {
        FakeGuest.Code code = (io, invoke) -> io.sleep(42_500_000, () -> io.returns("null"));

        assertThat(lines(scene(code, 210 * MILLI, 2).run())).containsExactly("START RequestId: ID Version: $LATEST",
                "END RequestId: ID",
                "REPORT RequestId: ID  Duration: 42.50 ms  Billed Duration: 253 ms  Memory Size: 256 MB  Max Memory Used: 256 MB"
                        + "  Init Duration: 210.00 ms",
                "START RequestId: OTHER Version: $LATEST", "END RequestId: OTHER",
                "REPORT RequestId: OTHER  Duration: 42.50 ms  Billed Duration: 43 ms  Memory Size: 256 MB  Max Memory Used: 256 MB");
    }

    @Test
    void timeOut_isReported() {
        List<String> lines = lines(scene((io, invoke) -> io.sleep(60_000 * MILLI, () -> io.returns("null")), 0, 1).run());

        assertThat(lines.get(1)).endsWith(" ID Task timed out after 3.00 seconds");
        assertThat(lines.getLast()).contains("Duration: 3000.00 ms").endsWith("Status: timeout");
    }

    @Test
    void exit_isReported_andAThrownErrorIsNot() {
        assertThat(lines(scene((io, invoke) -> io.exits("exit 1"), 0, 1).run()).getLast())
                .endsWith("Status: error  Error Type: Runtime.ExitError");
        assertThat(lines(scene((io, invoke) -> io.raises("Error", "no"), 0, 1).run()).getLast()).doesNotContain("Status");
    }

    @Test
    void initThatFailsTwice_isReportedTwice() {
        FakeGuest.Code code = new FakeGuest.Code() {
            @Override
            public void handle(FakeGuest.Io io, Guest.Invoke invoke) {
                throw new IllegalStateException("never ready");
            }

            @Override
            public void init(FakeGuest.Io io) {
                io.sleep(30 * MILLI, () -> io.raises("Runtime.ImportModuleError", "no such module"));
            }
        };

        assertThat(lines(scene(code, 0, 1).run())).containsExactly(
                "INIT_REPORT Init Duration: 30.00 ms  Phase: init  Status: error  Error Type: Runtime.ImportModuleError",
                "START RequestId: ID Version: $LATEST",
                "INIT_REPORT Init Duration: 30.00 ms  Phase: invoke  Status: error  Error Type: Runtime.ImportModuleError",
                "END RequestId: ID",
                "REPORT RequestId: ID  Duration: 30.00 ms  Billed Duration: 30 ms  Memory Size: 256 MB  Max Memory Used: 256 MB"
                        + "  Status: error  Error Type: Runtime.ImportModuleError");
    }

    private static String json(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }

    @Test
    void result_ofMoreThanSixMegabytes_isAnError() {
        assertThat(scene(Codes.returning(json(6_291_556)), 0, 1).run().recording().invocations().getFirst().result())
                .isInstanceOf(Invocation.Returned.class);
        assertThat(scene(Codes.returning(json(6_291_557)), 0, 1).run().recording().invocations().getFirst().result())
                .isEqualTo(new Invocation.Raised("Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (6291556 bytes)."));
        assertThat(scene(Codes.returning("\"" + "ä".repeat(3_145_778) + "\""), 0, 1).run().recording().invocations().getFirst().result())
                .isInstanceOf(Invocation.Raised.class);
    }

    @Test
    void request_ofMoreThanSixMegabytes_isTurnedAway() {
        Scene scene = new Scene().function(F, Codes.returning("null")).route("r").subscribe("r", "f").root("r", "large", 0, "POST /things",
                "x".repeat(6_300_000)).root("r", "small", 0, "POST /things", "x".repeat(6_000_000));
        Run run = scene.run();

        assertThat(run.turnedAway()).containsExactly(Scene.rootName("r", "large"));
        assertThat(run.recording().invocations()).hasSize(1);
    }

    @Test
    void batch_endsBeforeSixMegabytes() {
        Codes.Noting code = new Codes.Noting();
        Scene scene = new Scene().function(F, code).queue("q", p -> p).subscribe("q", "f", "", 10, false);
        for (int i = 0; i < 8; i++) {
            scene.root("q", "m-" + i, 0, "", "x".repeat(1_000_000));
        }
        scene.run();

        assertThat(code.events).hasSize(2);
        assertThat(code.bodies()).hasSize(8);
    }
}
