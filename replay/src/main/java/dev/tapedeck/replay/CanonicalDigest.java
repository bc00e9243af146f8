package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A digest of what real functions asked for and returned, with bound values as recorded and keys in order. Unlike the run digest it does not
 * depend on bytes on the wire, so it compares across versions of runtimes and client libraries.
 */
final class CanonicalDigest {

    private CanonicalDigest() {}

    static String of(Recording replayed, Scenario scenario, Bindings bindings) {
        MessageDigest digest = sha256();
        List<Invocation> real = replayed.invocations().stream().filter(i -> scenario.real(i.function()))
                .sorted(Comparator.comparing(Invocation::name)).toList();
        for (Invocation invocation : real) {
            add(digest, invocation.name() + " " + invocation.function());
            for (Call call : replayed.callsOf(invocation.name())) {
                add(digest, call.name() + " " + call.attempt() + " " + call.service() + " " + call.operation());
                add(digest, canonical(bindings.toRecorded(call.input().value())));
            }
            add(digest, result(invocation.result(), bindings));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String result(Invocation.Result result, Bindings bindings) {
        return switch (result) {
            case Invocation.Returned returned -> "returned " + canonical(bindings.toRecorded(returned.value().value()));
            case Invocation.Raised raised -> "raised " + raised.errorType();
            case Invocation.TimedOut timedOut -> "timed out";
            case Invocation.Unknown unknown -> "unknown";
        };
    }

    private static String canonical(JsonNode tree) {
        return Json.canonical(tree);
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
