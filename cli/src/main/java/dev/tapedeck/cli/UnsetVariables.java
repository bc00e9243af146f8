package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a function's own files read from the environment and that nobody set: a recording never holds their values. Found by looking at
 * the handler's file and the files it imports by relative path; those with a default beside them are left out.
 *
 * @param function whose they are
 * @param names the variables
 */
record UnsetVariables(String function, SortedSet<String> names) {

    private static final Pattern READ = Pattern
            .compile("process\\.env(?:\\.(\\w+)|\\[['\"](\\w+)['\"]\\])(?!\\s*(?:\\?\\?|\\|\\||=[^=>]|\\w))");
    private static final Pattern READ_IN_PYTHON = Pattern.compile(
            "os\\.environ\\[['\"](\\w+)['\"]\\](?!\\s*=[^=])|os\\.(?:getenv|environ\\.get)\\(\\s*['\"](\\w+)['\"]\\s*\\)(?!\\s*or\\b)");
    private static final Pattern TAKEN_APART = Pattern.compile("\\{([^{}]*)\\}\\s*=\\s*process\\.env\\b");
    private static final Pattern IMPORT_IN_PYTHON = Pattern.compile("(?m)^\\s*(?:from\\s+(\\.*[\\w.]*)\\s+import|import\\s+([\\w.]+))");
    private static final Pattern IMPORT = Pattern.compile("(?:require\\(|from\\s+|import\\s*\\(?)\\s*['\"](\\.[^'\"]+)['\"]");
    private static final Pattern RUNTIME = Pattern.compile("AWS_.*|LAMBDA_.*|NODE_.*|PYTHON.*|OTEL_.*|_.*|TZ|LANG|PATH|LD_LIBRARY_PATH");
    private static final List<String> ENDINGS = List.of("", ".js", ".mjs", ".cjs", ".py", "/index.js", "/index.mjs", "/__init__.py");
    private static final int MOST_FILES = 500;

    /** @param handler {@code file.export} */
    static UnsetVariables of(String function, List<Path> directories, String handler, Set<String> known) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        ArrayDeque<Path> open = new ArrayDeque<>(List.of(file(handler)));
        while (!open.isEmpty() && seen.size() < MOST_FILES) {
            Path relative = open.remove().normalize();
            Path file = resolved(directories, relative);
            if (file != null && seen.add(relative.toString())) {
                String text = Files.readString(file);
                readsOf(text).forEach(names::add);
                Path folder = relative.resolveSibling("");
                importsOf(file, text, folder).forEach(open::add);
            }
        }
        names.removeIf(name -> known.contains(name) || RUNTIME.matcher(name).matches());
        return new UnsetVariables(function, names);
    }

    private static @Nullable Path resolved(List<Path> directories, Path relative) {
        return directories.stream().flatMap(directory -> ENDINGS.stream().map(ending -> directory.resolve(relative + ending)))
                .filter(Files::isRegularFile).findFirst().orElse(null);
    }

    private static Stream<Path> importsOf(Path file, String text, Path folder) {
        if (!file.toString().endsWith(".py")) {
            return IMPORT.matcher(text).results().map(found -> folder.resolve(found.group(1)));
        }
        return IMPORT_IN_PYTHON.matcher(text).results().map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .map(name -> name.startsWith(".") ? folder.resolve(inFiles(name.substring(1))) : Path.of(inFiles(name)));
    }

    /** Dots within a module's name are slashes; those at its beginning, but for the first, lead upwards. */
    private static String inFiles(String module) {
        String name = module.replaceFirst("^\\.+", "");
        return "../".repeat(module.length() - name.length()) + name.replace('.', '/');
    }

    private static Stream<String> readsOf(String text) {
        Stream<String> single = Stream.of(READ, READ_IN_PYTHON).flatMap(read -> read.matcher(text).results())
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
        Stream<String> several = TAKEN_APART.matcher(text).results().flatMap(found -> Stream.of(found.group(1).split(",", -1)))
                .filter(part -> !part.contains("=") && !part.isBlank()).map(part -> part.strip().split("[\\s:]", 2)[0]);
        return Stream.concat(single, several);
    }

    /** {@code --env TABLE_NAME=invoices} for each variable, with the value that the recording suggests, `VALUE` where it suggests none. */
    static String options(List<UnsetVariables> unset, Recording recording) {
        TreeSet<String> names = new TreeSet<>();
        unset.forEach(u -> names.addAll(u.names()));
        return String.join(" ", names.stream().map(name -> "--env " + Shell.word(name + "=" + guess(name, recording.calls(), recording)))
                .toList());
    }

    private static String guess(String name, List<Call> calls, Recording recording) {
        SortedSet<String> values = new TreeSet<>();
        for (Call call : calls) {
            boolean store = name.contains("TABLE") && call.service().equals("dynamodb");
            if (store || (name.contains("BUS") && call.service().equals("events"))) {
                values.add(call.target());
            } else if (name.contains("QUEUE_URL") && call.service().equals("sqs")) {
                values.add("https://sqs.us-east-1.amazonaws.com/123456789012/" + call.target());
            } else if (name.contains("URL") && call.service().equals("http")) {
                hosts(call.target(), recording).forEach(host -> values.add("https://" + host.replaceFirst(":443$", "")));
            }
        }
        return values.size() == 1 ? values.first() : "VALUE";
    }

    private static List<String> hosts(String component, Recording recording) {
        return recording.components().stream().filter(c -> c.name().equals(component)).map(Component::attributes)
                .map(attributes -> attributes.getOrDefault("hosts", "")).filter(hosts -> !hosts.isEmpty() && !hosts.contains(",")).toList();
    }

    private static Path file(String handler) {
        return Path.of(handler.replaceFirst("\\.[^./]*$", ""));
    }
}
