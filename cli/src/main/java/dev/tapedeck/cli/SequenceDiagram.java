package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recording as a sequence diagram for a terminal: one lifeline a component, four columns wide where there is room and fewer where not, a row for each
 * call and delivery.
 *
 * <pre>
 *          submit-invoice
 *          │   invoices
 *          │   │   billing
 *  +0.086  ├──▶│   │    PutItem 200 (52 ms)
 *  +0.166  ├───┼──▶│    PutEvents 200
 *  +1.708  │◀┄┄┼┄┄┄┤    d2 InvoiceSubmitted
 * </pre>
 */
final class SequenceDiagram {

    private static final int WIDEST_LANE = 4;
    private static final int NARROWEST_LANE = 2;
    private static final int STAMP = 9;
    private static final int NARROWEST_TEXT = 20;

    private final Recording recording;
    private final DeliveryLabels labels;
    private final SortedMap<Name, String> partners = new TreeMap<>();
    private final List<String> lanes = new ArrayList<>();
    private final SortedMap<Name, Message> messages = new TreeMap<>();
    private final SortedMap<Name, Invocation> invocations = new TreeMap<>();

    private record Row(Moment at, int from, int to, boolean dashed, String text) {}

    /** @param unordered pairs of deliveries that nothing orders */
    SequenceDiagram(Recording recording, DeliveryLabels labels, List<List<Name>> unordered) {
        this.recording = recording;
        this.labels = labels;
        recording.messages().forEach(m -> messages.put(m.name(), m));
        recording.invocations().forEach(i -> invocations.put(i.name(), i));
        for (List<Name> pair : unordered) {
            partners.merge(pair.getFirst(), labels.of(pair.getLast()), (a, b) -> a + " " + b);
            partners.merge(pair.getLast(), labels.of(pair.getFirst()), (a, b) -> a + " " + b);
        }
    }

    /** In lifelines as wide as {@code columns} allow; a text that is too long even beside the narrowest goes on under itself. */
    List<String> lines(int columns) {
        List<Row> rows = rows();
        int text = rows.stream().mapToInt(row -> row.text().length()).max().orElse(0);
        int wanted = Math.min(text, columns / 2);
        int width = Math.clamp((columns - STAMP - 2 - wanted) / Math.max(1, lanes.size()), NARROWEST_LANE, WIDEST_LANE);
        List<String> out = new ArrayList<>();
        for (int lane = 0; lane < lanes.size(); lane++) {
            out.add(" ".repeat(STAMP) + lifelines(lane, width) + lanes.get(lane));
        }
        String under = " ".repeat(STAMP) + lifelines(lanes.size(), width) + "  ";
        for (Row row : rows) {
            List<String> texts = Console.wrapped(row.text(), Math.max(NARROWEST_TEXT, columns - under.length()));
            out.add(stamp(row.at()) + " " + lane(row, width) + "  " + texts.getFirst());
            texts.stream().skip(1).forEach(more -> out.add(under + more));
        }
        return Collections.unmodifiableList(out);
    }

    private static String lifelines(int count, int width) {
        return ("│" + " ".repeat(width - 1)).repeat(count);
    }

    private List<Row> rows() {
        LinkedHashSet<String> order = new LinkedHashSet<>();
        List<Object> events = new ArrayList<>();
        events.addAll(recording.deliveries());
        events.addAll(recording.calls());
        events.addAll(recording.invocations().stream().filter(i -> i.result().failed()).toList());
        events.sort(Comparator.comparing(SequenceDiagram::at));
        events.forEach(event -> order.addAll(ends(event)));
        lanes.addAll(order);
        return events.stream().map(this::row).toList();
    }

    private static Moment at(Object event) {
        return switch (event) {
            case Delivery delivery -> delivery.at();
            case Call call -> call.start();
            case Invocation invocation -> invocation.end();
            default -> throw new IllegalArgumentException("not an event: " + event);
        };
    }

    private List<String> ends(Object event) {
        return switch (event) {
            case Delivery delivery -> List.of(channel(delivery), delivery.subscription());
            case Call call -> List.of(function(call), call.target());
            case Invocation invocation -> List.of(invocation.function(), invocation.function());
            default -> throw new IllegalArgumentException("not an event: " + event);
        };
    }

    private Row row(Object event) {
        List<String> ends = ends(event);
        int from = lanes.indexOf(ends.getFirst());
        int to = lanes.indexOf(ends.getLast());
        return switch (event) {
            case Delivery delivery -> new Row(delivery.at(), from, to, true, text(delivery));
            case Call call -> new Row(call.start(), from, to, false, text(call));
            case Invocation invocation -> new Row(invocation.end(), from, to, false, "✗ " + failure(invocation.result()));
            default -> throw new IllegalArgumentException("not an event: " + event);
        };
    }

    private String channel(Delivery delivery) {
        Message message = messages.get(delivery.message());
        return message == null ? delivery.subscription() : message.channel();
    }

    private String function(Call call) {
        Invocation invocation = invocations.get(call.invocation());
        return invocation == null ? call.target() : invocation.function();
    }

    private String text(Delivery delivery) {
        String again = delivery.receiveCount() > 1 ? " (receive " + delivery.receiveCount() + ")" : "";
        String partner = partners.containsKey(delivery.name()) ? "  ◆ unordered with " + partners.get(delivery.name()) : "";
        return labels.described(delivery.name()) + again + (delivery.ambiguous() ? " (ambiguous)" : "") + partner;
    }

    private static String text(Call call) {
        long millis = Math.round(call.end().nanosSince(call.start()) / 1e6);
        String attempt = call.attempt() > 1 ? " attempt " + call.attempt() : "";
        String effect = switch (call.effect().evidence()) {
            case SERVER -> ", took effect";
            case NONE -> ", no effect";
            case UNKNOWN -> ", effect unknown";
            case ANSWERED -> "";
        };
        return switch (call.answer()) {
            case Call.Answered answered -> call.operation() + attempt + " " + answered.status() + " (" + millis + " ms)";
            case Call.Failed failed -> call.operation() + attempt + " ✗ " + failed.errorType() + " (" + millis + " ms" + effect + ")";
            case Call.Unrecorded unrecorded -> call.operation() + attempt + " ? answer not recorded";
        };
    }

    private static String failure(Invocation.Result result) {
        return switch (result) {
            case Invocation.Raised raised -> raised.errorType();
            case Invocation.TimedOut timedOut -> "timed out";
            case Invocation.Returned returned -> "returned";
            case Invocation.Unknown unknown -> "unknown";
        };
    }

    private String stamp(Moment at) {
        return String.format(Locale.ROOT, "%+8.3f", at.nanosSince(recording.from()) / 1e9);
    }

    private String lane(Row row, int width) {
        char[] cells = lifelines(lanes.size(), width).toCharArray();
        int left = Math.min(row.from(), row.to()) * width;
        int right = Math.max(row.from(), row.to()) * width;
        if (left == right) {
            cells[left] = '●';
            return new String(cells);
        }
        for (int i = left + 1; i < right; i++) {
            cells[i] = i % width == 0 ? '┼' : row.dashed() ? '┄' : '─';
        }
        boolean rightwards = row.to() > row.from();
        cells[left] = rightwards ? '├' : '│';
        cells[right] = rightwards ? '│' : '┤';
        cells[rightwards ? right - 1 : left + 1] = rightwards ? '▶' : '◀';
        return new String(cells);
    }
}
