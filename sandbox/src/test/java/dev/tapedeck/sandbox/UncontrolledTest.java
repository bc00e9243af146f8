package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs that no hook controls: each is told by the name of its source, refused where it would escape, on every Node. None passes in silence. */
class UncontrolledTest {

    private static final Corpus CORPUS = Corpus.uncontrolled();

    private static final String KERNEL_FILE = "a file of the kernel under /proc, /sys or /dev";

    private static final Map<String, List<String>> SOURCES = Map.ofEntries(
            Map.entry("addon", List.of("the native addon bufferutil.node")),
            Map.entry("blob-url", List.of("URL.createObjectURL")),
            Map.entry("child-flood", List.of("more than 64 MB of output in a child process")),
            Map.entry("child-flood-program", List.of("the child process /usr/bin/yes", "more than 64 MB of output in a child process",
                    "the child process /usr/bin/yes, which was ended before its time")),
            Map.entry("child-program", List.of("the child process cat", "the child process /bin/echo",
                    "the child process /bin/sh -c cd /tmp && node -p \"[Math.random(), Date.now()].every(Number.isFinite)\"",
                    "the child process /bin/sh -c echo in | node data-below.js", "the child process uname")),
            Map.entry("child-refused", List.of("cluster.fork", "node --inspect in a child process",
                    "messages of a child process that are not JSON", "a pipe beside the standard streams of a child process",
                    "more input for the child process node -e, which has changed files",
                    "a connection to orders.example.com:80 in a child process",
                    "an answer for the child process node -e, which has changed files", "crypto.generateKeyPairSync in a child process",
                    "the child process node -e, which was ended before its time")),
            Map.entry("diffie-hellman", List.of("crypto.createECDH", "crypto.createDiffieHellman")),
            Map.entry("dlopen", List.of("the native addon libz.so.1")),
            Map.entry("ec-keys", List.of("crypto.generateKeyPairSync")),
            Map.entry("ecdsa", List.of("crypto.sign with a key whose signatures are random")),
            Map.entry("ecdsa-stream", List.of("crypto.createSign with a key whose signatures are random")),
            Map.entry("garbage", List.of("v8.setFlagsFromString", "vm.runInNewContext")),
            Map.entry("inspector", List.of("inspector.Session", "inspector.open")),
            Map.entry("key-pair-later", List.of("crypto.generateKeyPair")),
            Map.entry("loaders", List.of("module.register by import-in-the-middle, which is left out", "module.register")),
            Map.entry("prime", List.of("crypto.generatePrimeSync")),
            Map.entry("proc", List.of(KERNEL_FILE)),
            Map.entry("random-device", List.of(KERNEL_FILE)),
            Map.entry("realm", List.of("vm.runInNewContext", "vm.Script.runInNewContext", "vm.createContext", "vm.runInContext")),
            Map.entry("report", List.of("process.report")),
            Map.entry("rsa-encryption", List.of("crypto.generateKeyPairSync", "crypto.publicEncrypt")),
            Map.entry("signal", List.of("process.kill")),
            Map.entry("sockets", List.of("a datagram to 127.0.0.1:8125, which is left out",
                    "a datagram to metrics.example.com:8125", "net.Server.listen", "http2.connect",
                    "net.connect to the socket file /run/some.sock",
                    "the connection to db.example.com:5432 does not speak HTTP/1.1: its first byte is 0x0",
                    "the connection to db.example.com:6379 does not speak HTTP/1.1: its first byte is 0x2a",
                    "the connection to db.example.com:8080 asks a proxy for a tunnel to `example.com:443`, and there are no proxies here",
                    "the connection to db.example.com:1883 does not speak HTTP/1.1: its first byte is 0x10",
                    "the connection to db.example.com speaks HTTP/2, and only HTTP/1.1 is understood",
                    "the connection to db.example.com:27017 does not speak HTTP/1.1: what it sends is no text",
                    "the connection to db.example.com:3306 waits for the other side to speak first, as HTTP/1.1 does not")),
            Map.entry("subtle-keys", List.of("crypto.subtle.generateKey with ECDSA", "crypto.subtle.sign with ECDSA")),
            Map.entry("wait-async", List.of("Atomics.waitAsync")),
            Map.entry("wasi", List.of("WASI")),
            Map.entry("watch", List.of("fs.watch")),
            Map.entry("worker", List.of("worker_threads.Worker")),
            Map.entry("worker-imported", List.of("worker_threads.Worker")));

    @AfterAll
    static void close() {
        CORPUS.close();
    }

    static Stream<Arguments> programs() {
        return NodeVersions.MAJORS.stream()
                .flatMap(major -> SOURCES.keySet().stream().sorted().map(name -> Arguments.of(major, name)));
    }

    @ParameterizedTest(name = "node {0}, {1}")
    @MethodSource("programs")
    void invoke_whatNobodyControls_isToldByName(int major, String name) {
        Play play = CORPUS.open(major, "uncontrolled/" + name).start(1).invoke("{}", 2).close();

        assertThat(play.steps().stream().filter(Step.Uncontrolled.class::isInstance).map(step -> ((Step.Uncontrolled) step).source()))
                .containsExactlyElementsOf(SOURCES.get(name));
        assertThat(play.steps().getLast()).isInstanceOf(Step.Returned.class);
    }

    @Test
    void corpus_everyProgram_hasItsSource() {
        assertThat(CORPUS.files())
                .containsExactlyInAnyOrderElementsOf(SOURCES.keySet().stream().map(name -> "uncontrolled/" + name).toList());
    }
}
