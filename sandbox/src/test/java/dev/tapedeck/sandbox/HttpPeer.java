package dev.tapedeck.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Another product that runs the same handler and answers over HTTP on the loopback interface: a process of its own, asked over connections that are
 * kept, as fast as it answers.
 */
final class HttpPeer implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Process process;
    private final int port;
    private final byte[] request;
    private final double startMillis;

    private HttpPeer(Process process, int port, byte[] request, double startMillis) {
        this.process = process;
        this.port = port;
        this.request = request;
        this.startMillis = startMillis;
    }

    /**
     * Starts it and waits for its first answer.
     *
     * @param request what to ask, as {@code GET /path} or {@code POST /path BODY}
     */
    static HttpPeer start(List<String> command, Path directory, Map<String, String> environment, int port, String request)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        byte[] bytes = bytes(request, port);
        while (!answers(port, bytes)) {
            if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
                end(process);
                throw new IOException("`" + String.join(" ", command) + "` did not answer");
            }
            Thread.sleep(5);
        }
        return new HttpPeer(process, port, bytes, (System.nanoTime() - began) / 1e6);
    }

    /** From the decision to start it to its first answer. */
    double startMillis() {
        return startMillis;
    }

    /** How many it answers a second when {@code connections} ask it at once, {@code requests} in all. */
    double perSecond(int requests, int connections) throws IOException, InterruptedException {
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(() -> {
                ask(requests / connections);
                return null;
            });
        }
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a request failed", e);
        }
        return requests * 1e9 / (System.nanoTime() - began);
    }

    private void ask(int times) throws IOException {
        try (Socket socket = connect(port); InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                expectAnswer(in);
            }
        }
    }

    private static boolean answers(int port, byte[] request) {
        try (Socket socket = connect(port); InputStream in = new BufferedInputStream(socket.getInputStream())) {
            socket.getOutputStream().write(request);
            expectAnswer(in);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return socket;
    }

    private static byte[] bytes(String request, int port) {
        String[] parts = request.split(" ", 3);
        String body = parts.length > 2 ? parts[2] : "";
        return (parts[0] + " " + parts[1] + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void expectAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered `" + status + "`");
        }
        int length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!body.replace("\\", "").contains("\"at\":")) {
            throw new IOException("answered `" + body + "`");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A port of the loopback interface that nobody uses at the moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        end(process);
    }
}
