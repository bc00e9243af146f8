package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Wire;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which component a call addresses. */
final class Directory {

    private final SortedMap<String, Component.Kind> kinds = new TreeMap<>();
    private final SortedMap<String, String> dependenciesByHost = new TreeMap<>();

    Directory(SystemSpec system) {
        system.functions().forEach(f -> add(f.name(), Component.Kind.FUNCTION));
        system.channels().forEach(c -> add(c.name(), c.kind()));
        system.tables().forEach(t -> add(t.name(), Component.Kind.TABLE));
        system.dependencies().forEach(d -> {
            add(d.name(), Component.Kind.DEPENDENCY);
            d.hosts().forEach(host -> dependenciesByHost.put(host, d.name()));
        });
    }

    private void add(String name, Component.Kind kind) {
        if (kinds.put(name, kind) != null) {
            throw new IllegalArgumentException("two components of the system are called `" + name + "`");
        }
    }

    Component.@Nullable Kind kind(String component) {
        return kinds.get(component);
    }

    List<Component> components() {
        SortedMap<String, SortedSet<String>> hosts = new TreeMap<>();
        dependenciesByHost.forEach((host, name) -> hosts.computeIfAbsent(name, n -> new TreeSet<>()).add(host));
        return kinds.entrySet().stream().map(each -> {
            SortedMap<String, String> attributes = new TreeMap<>();
            if (hosts.containsKey(each.getKey())) {
                attributes.put("hosts", String.join(",", hosts.get(each.getKey())));
            }
            return new Component(each.getKey(), each.getValue(), attributes);
        }).toList();
    }

    /** Null where the system has no such component. */
    @Nullable
    String component(Wire.TypedCall call) {
        return switch (call.service()) {
            case "dynamodb" -> named(call.resource().isEmpty() ? Tables.firstNamed(call.input()) : call.resource(), Component.Kind.TABLE);
            case "sqs" -> named(call.resource(), Component.Kind.QUEUE);
            case "events" -> named(call.resource(), Component.Kind.BUS);
            case "lambda" -> named(call.resource(), Component.Kind.FUNCTION);
            case "http" -> dependenciesByHost.get(call.resource());
            default -> null;
        };
    }

    private @Nullable String named(String resource, Component.Kind wanted) {
        return kinds.get(resource) == wanted ? resource : null;
    }
}
