package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Recording;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The system to run a recording on: functions with their code, channels with their policies, tables, dependencies, who gets what, and what must
 * hold. Lists keep the order of the file. Every default of the format has been filled in.
 *
 * @param region to spell into names
 * @param todos what is still marked {@code TODO}; {@link #require} tells whether a replay can do without
 */
public record Blueprint(String system, String region, List<Function> functions, List<Channel> channels, List<Table> tables,
        List<Dependency> dependencies, List<Subscription> subscriptions, List<Declared> invariants, List<Problem> todos) {

    /** How a component takes part unless a scenario says otherwise. */
    public enum Kind {
        REAL, MODELLED, RECORDED
    }

    /**
     * Code of the user's.
     *
     * @param directory absolute
     * @param handler file without its ending, and exported function: {@code functions/close-invoice.handler}
     * @param runtime as Lambda names it, "" where the handler's file decides
     * @param layers absolute, in the order of the function's configuration
     */
    public record Program(Path directory, String handler, String runtime, List<Path> layers) {
        public Program {
            layers = List.copyOf(layers);
        }

        public Program(Path directory, String handler, String runtime) {
            this(directory, handler, runtime, List.of());
        }
    }

    /**
     * @param program null for a recorded function whose code is not at hand
     * @param reservedConcurrency -1 for none
     * @param memoryMegabytes 0 where the file does not say
     * @param asyncRetries attempts after the first for asynchronous invokes
     * @param reapAfterMillis an instance that has been idle for so long is gone; 0 for never
     * @param ephemeralStorageMegabytes size of {@code /tmp}
     */
    public record Function(String name, Kind kind, @Nullable Program program, long timeoutMillis, int memoryMegabytes,
            SortedMap<String, String> environment, int reservedConcurrency, int asyncRetries, ColdStart coldStart, long reapAfterMillis,
            int ephemeralStorageMegabytes) {
        public Function {
            environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        }

        public Function withMemory(int megabytes) {
            return new Function(name, kind, program, timeoutMillis, megabytes, environment, reservedConcurrency, asyncRetries, coldStart,
                    reapAfterMillis, ephemeralStorageMegabytes);
        }
    }

    /** @param kind {@code QUEUE}, {@code TOPIC}, {@code BUS}, {@code ROUTE} or {@code SCHEDULE} */
    public record Channel(String name, Component.Kind kind, Policy policy) {}

    /**
     * How a channel delivers. Only queues have more than a latency.
     *
     * @param maxReceives 0 for no limit
     * @param deadLetter a queue's name, "" for none
     * @param latencyMillis from acceptance to delivery where nothing was recorded
     */
    public record Policy(boolean fifo, long visibilityMillis, long delayMillis, int maxReceives, String deadLetter,
            boolean contentDeduplication, long latencyMillis) {}

    /** @param sortKey "" for none */
    public record Table(String name, Kind kind, String partitionKey, String sortKey, List<Index> indexes) {
        public Table {
            indexes = List.copyOf(indexes);
        }
    }

    /** @param sortKey "" for none */
    public record Index(String name, String partitionKey, String sortKey) {}

    /**
     * @param hosts {@code host} or {@code host:port}
     * @param program null where there is none
     */
    public record Dependency(String name, Kind kind, List<String> hosts, @Nullable Program program, long latencyMillis) {
        public Dependency {
            hosts = List.copyOf(hosts);
        }
    }

    /** @param pattern as JSON, "" for everything */
    public record Subscription(String from, String to, String pattern, int batch, long batchWindowMillis, boolean partialBatchResponse) {}

    /** @param message what to tell people when it does not hold, "" where nobody said */
    public record Declared(Invariant invariant, String message) {}

    public Blueprint {
        functions = List.copyOf(functions);
        channels = List.copyOf(channels);
        tables = List.copyOf(tables);
        dependencies = List.copyOf(dependencies);
        subscriptions = List.copyOf(subscriptions);
        invariants = List.copyOf(invariants);
        todos = List.copyOf(todos);
    }

    /** @throws BlueprintException with every problem that the file has */
    public static Blueprint read(Path file) {
        return BlueprintReader.read(file);
    }

    /**
     * @param fileName what to call it in problems
     * @param directory what its paths are relative to
     * @throws BlueprintException with every problem that the text has
     */
    public static Blueprint parse(String fileName, String text, Path directory) {
        return new BlueprintReader(fileName, directory).parse(text);
    }

    /** A starting blueprint: what the recording shows, {@code TODO} where it is silent. Always one that {@link #parse} takes. */
    public static String derive(Recording recording) {
        return new Derivation(recording).derived().yaml();
    }

    /** What {@link #derive} writes, as it is read. */
    public static Blueprint derived(Recording recording) {
        return new Derivation(recording).derived().blueprint();
    }

    /** The same with each function changed. */
    public Blueprint withFunctions(UnaryOperator<Function> change) {
        return new Blueprint(system, region, functions.stream().map(change).toList(), channels, tables, dependencies, subscriptions,
                invariants,
                todos);
    }

    public Optional<Function> function(String name) {
        return functions.stream().filter(function -> function.name().equals(name)).findFirst();
    }

    public Optional<Channel> channel(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }

    public Optional<Table> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    public Optional<Dependency> dependency(String name) {
        return dependencies.stream().filter(dependency -> dependency.name().equals(name)).findFirst();
    }

    /**
     * Checks that nothing is left to be done in the components named.
     *
     * @throws BlueprintException with what is
     */
    public void require(List<String> components) {
        List<Problem> open = todos.stream().filter(todo -> components.stream().anyMatch(name -> ofComponent(todo, name))).toList();
        if (!open.isEmpty()) {
            throw new BlueprintException(open);
        }
    }

    private static boolean ofComponent(Problem todo, String name) {
        int dot = todo.path().indexOf('.');
        return dot > 0 && todo.path().startsWith(name + ".", dot + 1);
    }
}
