package dev.tapedeck.cli;

import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.SealRequest;
import dev.tapedeck.cartridge.Statement;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A replay's own recording as a cartridge: it inherits the strictest of what bound the one it came from. */
final class ReplayCartridge {

    private ReplayCartridge() {}

    static Cartridge write(Report report, Cartridge from, Path file) {
        Statement.Input input = new Statement.Input("cartridge", 1, "sha256:" + from.identity());
        Statement of = from.statement();
        Statement statement = new Statement(Version.current(), List.of(input), of.policyDigest(), of.purpose(), of.ticket(),
                of.classification(), System.getProperty("user.name"), Homes.now(), of.approvedBy(), of.expiresAt()).inheriting(List.of(of));
        return Cartridge.seal(new SealRequest(labelled(report, from), from.redaction(), statement),
                Homes.keys().signingKey(System.getProperty("user.name")), file);
    }

    private static Recording labelled(Report report, Cartridge from) {
        Recording replayed = report.recording();
        TreeMap<String, String> labels = new TreeMap<>(from.recording().labels());
        labels.put("replayOf", from.identity());
        labels.put("outcome", report.outcome().spelled());
        return new Recording(labels, replayed.from(), replayed.to(), replayed.components(), replayed.messages(), replayed.deliveries(),
                replayed.invocations(), replayed.calls(), replayed.links(), replayed.spans(), replayed.logs(), replayed.state(),
                replayed.environment(), replayed.gaps(), from.recording().invariants());
    }
}
