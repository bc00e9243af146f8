package dev.tapedeck.capture;

import dev.tapedeck.recording.Component;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which component a call goes to. A table, queue or bus bears its own name; an HTTP dependency the {@code service.name} of its own spans where it
 * has any, seen once under any authority, else its host.
 */
final class Targets {

    private final Map<String, String> services = new HashMap<>();

    static Targets of(Runs runs) {
        Targets targets = new Targets();
        for (Run run : runs.all()) {
            for (SpanEntry call : run.callSpans()) {
                for (SpanEntry server : runs.serversOf(call)) {
                    String service = server.resource().component();
                    if (!service.isEmpty()) {
                        targets.services.putIfAbsent(authority(call.attributes()), service);
                    }
                }
            }
        }
        return targets;
    }

    private static String authority(Attributes attributes) {
        String url = attributes.text("url.full", "");
        int start = url.indexOf("://");
        if (start < 0) {
            return attributes.text("server.address", "");
        }
        int end = start + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(start + 3, end);
    }

    String of(Outgoing call) {
        if (!call.service().equals("http")) {
            return call.resource().isEmpty() ? call.service() : call.resource();
        }
        String service = services.get(call.resource());
        return service != null ? service : host(call.resource());
    }

    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > 0 && authority.indexOf(']') < colon ? authority.substring(0, colon) : authority;
    }

    static Component.Kind kind(Outgoing call) {
        return switch (call.service()) {
            case "dynamodb" -> Component.Kind.TABLE;
            case "sqs" -> Component.Kind.QUEUE;
            case "events" -> Component.Kind.BUS;
            case "lambda" -> Component.Kind.FUNCTION;
            case "sns" -> Component.Kind.TOPIC;
            case "kinesis" -> Component.Kind.STREAM;
            default -> Component.Kind.DEPENDENCY;
        };
    }

    /** Collects components as they come up; the first kind seen stays. */
    static final class Collected {
        private final Map<String, Component.Kind> kinds = new TreeMap<>();
        private final Map<String, Map<String, TreeSet<String>>> attributes = new TreeMap<>();

        void add(String name, Component.Kind kind) {
            if (!name.isEmpty()) {
                kinds.putIfAbsent(name, kind);
            }
        }

        void add(String name, Component.Kind kind, String attribute, String value) {
            add(name, kind);
            if (!value.isEmpty()) {
                attributes.computeIfAbsent(name, k -> new TreeMap<>()).computeIfAbsent(attribute, k -> new TreeSet<>()).add(value);
            }
        }

        java.util.List<Component> components() {
            return kinds.entrySet().stream().map(e -> {
                TreeMap<String, String> joined = new TreeMap<>();
                if (e.getKey().endsWith(".fifo")) {
                    joined.put("fifo", "true");
                }
                attributes.getOrDefault(e.getKey(), Map.of()).forEach((name, values) -> joined.put(name, String.join(",", values)));
                return new Component(e.getKey(), e.getValue(), joined);
            }).toList();
        }
    }
}
