package dev.tapedeck.sandbox;

import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.kernel.VirtualTime;
import dev.tapedeck.mesh.Mesh;
import dev.tapedeck.mesh.PlainDirection;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.mesh.Setup;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The same handler ({@code dev/peers/function}) invoked here and by others, in turns within one run: a request comes in by a route, the function
 * answers. Here in the fence, under virtual time, by the whole mesh with its recording and digest; beside it
 * serverless-offline, asked over HTTP (its best of one and of eight connections), and AWS's runtime interface emulator with the smallest runtime there
 * is, which takes one request at a time. The first rounds, in which all three still
 * compile, do not count. A plain program: {@code ./dev/bench peers}.
 */
public final class PeersBenchmark {

    private static final int ROUNDS = 7;
    private static final int UNCOUNTED = 3;
    private static final int INVOCATIONS = 2_000;
    private static final int STARTS = 5;
    private static final long WARM_NANOS = 10_000_000_000L;
    private static final Path PEERS = TestBench.ROOT.resolve("dev/peers");
    private static final String FUNCTION = "answer";

    private PeersBenchmark() {}

    private interface Peer {
        HttpPeer start() throws IOException, InterruptedException;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (new ProcessBuilder(PEERS.resolve("install").toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("`dev/peers/install` failed");
        }
        warm();
        print("serverless-offline 13, start to first answer, median of " + STARTS, "%,.0f ms", start(PeersBenchmark::serverless));
        print("AWS's runtime interface emulator, start to first answer, median of " + STARTS, "%,.0f ms", start(PeersBenchmark::emulator));
    }

    private static void warm() throws IOException, InterruptedException {
        double[] here = new double[ROUNDS];
        double[] serverless = new double[ROUNDS];
        double[] emulator = new double[ROUNDS];
        StagedCode code = new Staging(TestBench.state()).stage(PEERS.resolve("function"));
        SandboxOptions options = SandboxOptions.of(TestBench.state(), List.of(
                new Program(FUNCTION, NodeBinary.locate(), code, FUNCTION + ".handler", new TreeMap<>(), 256, Program.Kind.FUNCTION)));
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), options);
                HttpPeer offline = serverless();
                HttpPeer interfaced = emulator()) {
            for (int round = -UNCOUNTED; round < ROUNDS; round++) {
                int kept = Math.max(round, 0);
                here[kept] = perSecond(sandbox);
                serverless[kept] = Math.max(offline.perSecond(INVOCATIONS, 1), offline.perSecond(INVOCATIONS, 8));
                emulator[kept] = interfaced.perSecond(INVOCATIONS, 1);
            }
        }
        print("warm invocations of one handler by Tapedeck, median of " + ROUNDS + " rounds in turns", "%,.0f /s", median(here));
        print("the same by serverless-offline 13", "%,.0f /s", median(serverless));
        print("the same by serverless-offline 13 in its best round, for it slows down as it goes on", "%,.0f /s",
                Arrays.stream(serverless).max().orElseThrow());
        print("the same by AWS's runtime interface emulator", "%,.0f /s", median(emulator));
        print("Tapedeck over serverless-offline, warm invocations", "%.1f times (goal: 4)", median(here) / median(serverless));
        print("Tapedeck over the best round of serverless-offline", "%.1f times",
                median(here) / Arrays.stream(serverless).max().orElseThrow());
        print("Tapedeck over the runtime interface emulator, warm invocations", "%.1f times (goal: 1.5)", median(here) / median(emulator));
    }

    /** One whole run of {@link #INVOCATIONS} requests, a millisecond of virtual time apart, by one instance that has started. */
    private static double perSecond(Sandbox sandbox) {
        SystemSpec system = new SystemSpec("eu-central-1", "123456789012",
                List.of(new SystemSpec.FunctionSpec(FUNCTION, 3_000, 256, 1, 0, 0)), List.of(channel()), List.of(), List.of(),
                List.of(new SystemSpec.Subscription("api", FUNCTION, 1, 0, "", false)));
        Setup setup = new Setup(Scheduler.inOrder(), Moment.ofEpochMillis(1_700_000_000_000L), new Seed(1), new TreeMap<>(),
                new TreeMap<>());
        List<Message> requests = new ArrayList<>();
        for (int i = 0; i <= INVOCATIONS; i++) {
            String id = "r" + i;
            requests.add(new Message(Naming.root("api", id), "api", new Message.External(id), id, "",
                    Payload.whole(Json.parse("{\"httpMethod\":\"GET\",\"path\":\"/answer\"}")), new TreeMap<>(), setup.epoch()));
        }
        try (Mesh mesh = new Mesh(system, setup, sandbox, new PlainDirection(system, 1_000_000))) {
            mesh.inject(requests.getFirst(), 0);
            for (int i = 1; i <= INVOCATIONS; i++) {
                mesh.inject(requests.get(i), WARM_NANOS + i * 1_000_000L);
            }
            mesh.run(Limits.until(new VirtualTime(WARM_NANOS - 1)));
            long began = System.nanoTime();
            Run run = mesh.run(Limits.until(new VirtualTime(3_600_000_000_000L)));
            double seconds = (System.nanoTime() - began) / 1e9;
            long answered = run.recording().invocations().stream().filter(invocation -> invocation.result() instanceof Invocation.Returned)
                    .count();
            if (answered != INVOCATIONS + 1) {
                throw new IllegalStateException("of " + INVOCATIONS + " requests " + answered + " were answered");
            }
            return INVOCATIONS / seconds;
        }
    }

    private static SystemSpec.ChannelSpec channel() {
        return new SystemSpec.ChannelSpec("api", Component.Kind.ROUTE,
                new SystemSpec.Profile(SystemSpec.Ordering.NONE, 0, 0, 0, "", 0, false, 0));
    }

    private static double start(Peer peer) throws IOException, InterruptedException {
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (HttpPeer started = peer.start()) {
                millis[i] = started.startMillis();
            }
        }
        return median(millis);
    }

    private static HttpPeer serverless() throws IOException, InterruptedException {
        int port = HttpPeer.freePort();
        Map<String, String> environment = new TreeMap<>();
        environment.put("PEER_PORT", Integer.toString(port));
        environment.put("PEER_LAMBDA_PORT", Integer.toString(HttpPeer.freePort()));
        environment.put("SLS_TRACKING_DISABLED", "1");
        environment.put("SLS_NOTIFICATIONS_MODE", "off");
        return HttpPeer.start(List.of(node(), "node_modules/serverless/bin/serverless.js", "offline", "start"), PEERS, environment, port,
                "GET /answer");
    }

    private static HttpPeer emulator() throws IOException, InterruptedException {
        int port = HttpPeer.freePort();
        String emulator = TestBench.ROOT.resolve(".tapedeck/peers/emulator").toString();
        return HttpPeer.start(List.of(emulator, "--runtime-interface-emulator-address", "127.0.0.1:" + port, "--runtime-api-address",
                "127.0.0.1:" + HttpPeer.freePort(), node(), "bootstrap.mjs"), PEERS, Map.of(), port,
                "POST /2015-03-31/functions/function/invocations {\"path\":\"/answer\"}");
    }

    private static String node() {
        return NodeBinary.locate().path().toString();
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String what, String format, double figure) {
        System.out.println(what + ": " + String.format(Locale.ROOT, format, figure));
    }
}
