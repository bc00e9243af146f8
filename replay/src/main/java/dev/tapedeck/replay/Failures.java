package dev.tapedeck.replay;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Signature;
import java.util.List;

/** What failed invocations said: a signature holds the type of an error only, and somebody who looks for the cause wants its words. */
final class Failures {

    private static final int SHOWN = 6;
    private static final int LONGEST = 300;

    private Failures() {}

    /** One sentence for each error that the signature calls unhandled, in the words of its first occurrence. */
    static List<String> of(Signature found, Recording replayed) {
        return found.entries().stream().filter(entry -> entry.kind().equals("unhandled"))
                .flatMap(entry -> replayed.invocations().stream().filter(invocation -> invocation.function().equals(entry.component()))
                        .map(Invocation::result).filter(Invocation.Raised.class::isInstance).map(Invocation.Raised.class::cast)
                        .filter(raised -> raised.errorType().equals(entry.error()) && !raised.message().isBlank()).limit(1)
                        .map(raised -> "`" + entry.component() + "` raised " + raised.errorType() + ": " + brief(raised.message())))
                .limit(SHOWN).toList();
    }

    private static String brief(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
