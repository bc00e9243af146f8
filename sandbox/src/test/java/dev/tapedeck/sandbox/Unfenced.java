package dev.tapedeck.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tapedeck.guest.NodeRuntime;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A guest with its hooks and without its fence, which only a test can have, and beside it a server on loopback that lets eight requests come in and
 * then answers them in an order of its own.
 */
final class Unfenced implements AutoCloseable {

    private static final int TOGETHER = 8;
    private static final int MEGABYTES = 256;
    private static final String WITHOUT_A_FENCE = "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null";

    private final HttpServer server;
    private final List<HttpExchange> waiting = new ArrayList<>();
    private final String handler;
    private final SandboxOptions options;

    Unfenced(String handler) throws IOException {
        this.handler = handler;
        this.options = TestBench.options(handler);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        waiting.add(exchange);
        if (waiting.size() == TOGETHER) {
            Collections.shuffle(waiting);
            for (HttpExchange each : waiting) {
                byte[] body = each.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
                each.sendResponseHeaders(200, body.length);
                each.getResponseBody().write(body);
                each.close();
            }
            waiting.clear();
        }
    }

    Set<String> transcripts(List<String> withoutHooks, int runs) throws IOException {
        String event = Json.object().put("url", "http://127.0.0.1:" + server.getAddress().getPort()).toString();
        Set<String> seen = new TreeSet<>();
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), options); Watchdog watchdog = new Watchdog(Duration.ofSeconds(60))) {
            Program program = options.programs().get(handler);
            FenceCommand.Spec spec = sandbox.spec(program);
            for (int i = 0; i < runs && seen.size() < 2; i++) {
                Process process = new ProcessBuilder(command(NodeBinary.locate(), spec.hooks())).start();
                seen.add(ControlsTest.outcome(
                        new Play(new GuestProcess(
                                new FencedLaunch(TestBench.fence(), new Launcher.Started(process, ControlGroup.none()), spec.limits()),
                                watchdog,
                                greeting(program, withoutHooks))),
                        event));
            }
        }
        return seen;
    }

    /** As in the fence, of which it has neither the paths nor the descriptors. */
    private static List<String> command(NodeBinary node, Path hooks) {
        List<String> command = new ArrayList<>(node.command(MEGABYTES));
        command.set(0, node.path().toString());
        command.set(command.size() - 1, hooks.resolve(NodeRuntime.ENTRY).toString());
        command.addAll(0, List.of("/bin/sh", "-c", WITHOUT_A_FENCE, "sh"));
        return command;
    }

    private static String greeting(Program program, List<String> withoutHooks) {
        ObjectNode greeting = Json.object();
        greeting.put("handler", program.handler()).put("taskRoot", program.code().directory().toString()).put("memoryMegabytes", MEGABYTES);
        greeting.putObject("environment");
        greeting.putObject("constants");
        withoutHooks.forEach(greeting.putArray("disabledHooks")::add);
        return greeting.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
