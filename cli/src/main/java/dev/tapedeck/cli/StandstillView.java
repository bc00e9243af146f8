package dev.tapedeck.cli;

import dev.tapedeck.mesh.Quiescence;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How things stand where a replay was stopped, as people read it, and as programs do (docs/reference/json.md). */
record StandstillView(Replayed.Stood stood, String cartridge) {

    private static final int SHOWN = 8;

    private Run run() {
        return stood.run();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s, at %.3f s virtual%s", where(), run().end().nanos() / 1e9,
                ReportView.mark(stood.strict(), stood.synthetic())));
        run().standing().forEach(each -> lines.add("instance  " + each.instance() + " " + each.state()
                + (each.waitsFor().isEmpty() ? "" : ", waits for " + String.join(", ", each.waitsFor()))));
        run().queued().forEach((queue, messages) -> lines.add("queue     " + queue + " " + counted(messages.size(), "message")));
        run().tables().forEach((table, items) -> lines.add("table     " + table + " " + counted(items.size(), "item")));
        last().forEach(segment -> lines.add("segment   step " + segment.step() + " " + segment.instance() + read(segment)));
        if (begun()) {
            lines.add("digest    " + run().trace().hex());
        }
        return lines;
    }

    private String where() {
        long step = run().last().number();
        return step == 0
                ? "stands before the first step"
                : (ended() ? "ended" : "stands") + " after step " + (begun() ? run().last().toString() : Long.toString(step));
    }

    /** Whether anything was done that the digest is of. */
    private boolean begun() {
        return !run().trace().entries().isEmpty();
    }

    boolean ended() {
        return !(run().ending() instanceof Run.CutOff);
    }

    private List<Quiescence> last() {
        return run().segments().subList(Math.max(0, run().segments().size() - SHOWN), run().segments().size());
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String read(Quiescence segment) {
        return (segment.readClock() ? ", read a clock" : "") + (segment.drewEntropy() ? ", drew entropy" : "");
    }

    ObjectNode json() {
        ObjectNode out = Json.object().put("version", 1).put("cartridge", cartridge).put("step", run().last().number())
                .put("stepId", run().last().toString()).put("ended", ended()).put("virtualMillis", run().end().nanos() / 1e6)
                .put("digest", begun() ? run().trace().hex() : null).put("strict", stood.strict()).put("synthetic", stood.synthetic());
        ArrayNode instances = out.putArray("instances");
        run().standing().forEach(each -> {
            ArrayNode waits = instances.addObject().put("instance", each.instance()).put("state", each.state())
                    .put("invocation", each.invocation().toString()).putArray("waitsFor");
            each.waitsFor().forEach(waits::add);
        });
        ObjectNode queues = out.putObject("queues");
        run().queued().forEach((queue, messages) -> queues.put(queue, messages.size()));
        out.set("tables", tables());
        ArrayNode segments = out.putArray("segments");
        run().segments().forEach(each -> segments.addObject().put("step", each.step()).put("virtualMillis", each.nanos() / 1e6)
                .put("instance", each.instance()).put("readClock", each.readClock()).put("drewEntropy", each.drewEntropy()));
        return out;
    }

    private ObjectNode tables() {
        ObjectNode tables = Json.object();
        run().tables().forEach((table, items) -> tables.put(table, items.size()));
        return tables;
    }
}
