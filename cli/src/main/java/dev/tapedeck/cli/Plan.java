package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Scenario;
import dev.tapedeck.replay.Scenario.ComponentKind;
import dev.tapedeck.replay.Synthesis;
import dev.tapedeck.replay.Systems;
import dev.tapedeck.sandbox.GuestRuntime;
import dev.tapedeck.sandbox.Program;
import dev.tapedeck.sandbox.RuntimeChoice;
import dev.tapedeck.sandbox.StagedCode;
import dev.tapedeck.sandbox.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what was typed, the cartridge and the blueprint to a scenario and the programs that it runs. */
final class Plan {

    private final Recording recording;
    private static final int USUAL_MEGABYTES = 128;
    private static final int MOST_MEGABYTES = 10_240;

    private Blueprint blueprint;
    private final SortedMap<String, ComponentKind> kinds;
    private final SortedMap<String, CodeOption> code = new TreeMap<>();
    private final SortedMap<String, List<Path>> variants = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, String>> environment = new TreeMap<>();
    private final SortedMap<String, String> runtimes = new TreeMap<>();
    private final SortedMap<String, ColdStart> coldStarts;
    private final List<Scenario.Exchange> exchanges = new ArrayList<>();
    private Scenario.Order order = Scenario.Order.RECORDED;
    private long seed;
    private boolean synthesise;

    /** @param given null to derive one from the recording, in which nothing is real until `code` says so */
    Plan(Recording recording, @Nullable Blueprint given) {
        this.recording = recording;
        Blueprint system = given != null ? given : Blueprint.derived(recording);
        this.blueprint = system.withFunctions(f -> f.memoryMegabytes() > 0 ? f : f.withMemory(recordedMemory(f.name())));
        this.kinds = Systems.kinds(blueprint);
        this.coldStarts = Systems.coldStarts(blueprint);
        if (given == null) {
            blueprint.functions().forEach(f -> kinds.put(f.name(), ComponentKind.RECORDED));
            blueprint.tables().forEach(t -> kinds.put(t.name(), ComponentKind.RECORDED));
            blueprint.dependencies().forEach(d -> kinds.put(d.name(), ComponentKind.RECORDED));
        }
    }

    void code(CodeOption option) {
        known(option.component(), "--code");
        code.put(option.component(), option);
        kinds.put(option.component(), ComponentKind.REAL);
    }

    void variant(CodeOption option) {
        known(option.component(), "--variant");
        variants.computeIfAbsent(option.component(), k -> new ArrayList<>()).add(option.directory());
    }

    void component(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        known(name, "--component");
        List<String> possible = possible(name);
        String kind = text.substring(equals + 1);
        if (!possible.contains(kind)) {
            throw CommandFailure.usage("`--component " + text + "`: `" + name + "` takes part as " + String.join(" or ", possible),
                    "for example `--component " + name + "=" + possible.getLast() + "`");
        }
        kinds.put(name, ComponentKind.valueOf(kind.toUpperCase(Locale.ROOT)));
    }

    /** Functions are code, a dependency has a model where the blueprint names a program, the rest is the mesh's. */
    private List<String> possible(String name) {
        if (blueprint.function(name).isPresent()) {
            return List.of("real", "recorded");
        }
        boolean bare = blueprint.dependencies().stream().anyMatch(d -> d.name().equals(name) && d.program() == null);
        return bare ? List.of("recorded") : List.of("modelled", "recorded");
    }

    /** {@code NAME=VALUE} for every function, {@code FUNCTION:NAME=VALUE} for one. */
    void variable(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw CommandFailure.usage("`--env " + text + "` is not [FUNCTION:]NAME=VALUE", "for example `--env TABLE_NAME=invoices`");
        }
        int colon = text.lastIndexOf(':', equals);
        if (colon > 0) {
            known(text.substring(0, colon), "--env");
        }
        List<String> functions = colon > 0
                ? List.of(text.substring(0, colon))
                : blueprint.functions().stream().map(Blueprint.Function::name).toList();
        functions.forEach(name -> environment.computeIfAbsent(name, n -> new TreeMap<>()).put(text.substring(colon + 1, equals),
                text.substring(equals + 1)));
    }

    /** {@code RUNTIME} for all that runs code, {@code NAME=RUNTIME} for one. */
    void runtime(String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            known(text.substring(0, equals), "--runtime");
        }
        if (equals == 0 || equals == text.length() - 1 || text.isBlank()) {
            throw CommandFailure.usage("`--runtime " + text + "` is not [NAME=]RUNTIME",
                    "for example `--runtime close-invoice=nodejs22.x`");
        }
        runtimes.put(equals < 0 ? "" : text.substring(0, equals), text.substring(equals + 1));
    }

    private int recordedMemory(String function) {
        return recording.environment().functions().stream().filter(known -> known.function().equals(function))
                .mapToInt(Environment.FunctionEnvironment::memoryMegabytes)
                .filter(megabytes -> megabytes >= USUAL_MEGABYTES && megabytes <= MOST_MEGABYTES).findFirst().orElse(USUAL_MEGABYTES);
    }

    /** {@code MB} for every function, {@code NAME=MB} for one. */
    void memory(String text) {
        List<String> functions = functions(text, "--memory");
        String megabytes = text.substring(text.lastIndexOf('=') + 1);
        if (!megabytes.matches("[0-9]{3,5}") || Integer.parseInt(megabytes) < USUAL_MEGABYTES
                || Integer.parseInt(megabytes) > MOST_MEGABYTES) {
            throw CommandFailure.usage("`--memory " + text + "`: a function has 128 to 10240 megabytes", "for example `--memory 512`");
        }
        blueprint = blueprint.withFunctions(f -> functions.contains(f.name()) ? f.withMemory(Integer.parseInt(megabytes)) : f);
    }

    /** {@code MODE} for every function, {@code NAME=MODE} for one. */
    void coldStart(String text) {
        List<String> functions = functions(text, "--cold-start");
        try {
            ColdStart how = ColdStart.parse(text.substring(text.lastIndexOf('=') + 1));
            functions.forEach(name -> coldStarts.put(name, how));
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.usage("`--cold-start " + text + "`: " + wrong.getMessage(),
                    "for example `--cold-start none` or `--cold-start " + functions.stream().findFirst().orElse("NAME") + "=fixed:250ms`");
        }
    }

    /** The function that {@code NAME=…} names, or all where it names none. */
    private List<String> functions(String text, String option) {
        List<String> every = blueprint.functions().stream().map(Blueprint.Function::name).toList();
        int equals = text.lastIndexOf('=');
        if (equals < 0) {
            return every;
        }
        String name = text.substring(0, equals);
        if (!every.contains(name)) {
            throw CommandFailure.usage("`" + option + "`: the system has no function `" + name + "`", "it has " + String.join(", ", every));
        }
        return List.of(name);
    }

    /** What was asked for, else what it was deployed for. */
    private GuestRuntime runtime(String component, String deployed, List<Path> directories, String handler) {
        return RuntimeChoice.of(runtimes.getOrDefault(component, runtimes.getOrDefault("", deployed)), directories, handler);
    }

    void exchange(Scenario.Exchange exchange) {
        exchanges.add(exchange);
    }

    void seed(long given, boolean randomOrder) {
        seed = given;
        order = randomOrder ? Scenario.Order.RANDOM : Scenario.Order.RECORDED;
    }

    /** Makes up what is not known of messages from outside. */
    void synthesise() {
        synthesise = true;
    }

    private void known(String component, String option) {
        if (!kinds.containsKey(component)) {
            throw CommandFailure.usage("`" + option + "`: the system has no component `" + component + "`",
                    "it has " + String.join(", ", kinds.keySet()));
        }
    }

    /** @param staged what runs, empty where nothing does */
    Scenario scenario(SortedSet<String> redactedValues, List<Program> staged) {
        variants.keySet().stream().filter(name -> !runsCode(name)).findFirst().ifPresent(name -> {
            throw CommandFailure.usage("`--variant " + name + "=…`: no code of `" + name + "` runs in this replay",
                    "lay a variant over a function that is real (`--code` makes it so), or over the program of a modelled dependency");
        });
        List<Invariant> declared = blueprint.invariants().stream().map(Blueprint.Declared::invariant).toList();
        Synthesis.Made made = synthesise
                ? Synthesis.of(recording, seed)
                : Synthesis.Made.none(recording);
        return new Scenario(made.recording(), Systems.of(blueprint), kinds, new TreeSet<>(variants.keySet()), exchanges, order, seed,
                declared,
                Artefacts.compared(recording, staged), made, redactedValues, coldStarts);
    }

    boolean runsCode() {
        return kinds.values().stream().anyMatch(k -> k == ComponentKind.REAL) || dependencyPrograms().stream().findAny().isPresent();
    }

    private boolean runsCode(String component) {
        return kinds.get(component) == ComponentKind.REAL || dependencyPrograms().stream().anyMatch(d -> d.name().equals(component));
    }

    private List<Blueprint.Dependency> dependencyPrograms() {
        return blueprint.dependencies().stream().filter(d -> d.program() != null && kinds.get(d.name()) == ComponentKind.MODELLED).toList();
    }

    /** Stages the code of everything that runs its own. */
    List<Program> programs(Staging staging) {
        List<String> todo = kinds.entrySet().stream().filter(e -> e.getValue() == ComponentKind.REAL && !code.containsKey(e.getKey()))
                .map(java.util.Map.Entry::getKey).toList();
        blueprint.require(todo);
        List<Program> programs = new ArrayList<>();
        for (Blueprint.Function function : blueprint.functions()) {
            if (kinds.get(function.name()) == ComponentKind.REAL) {
                programs.add(function(function, staging));
            }
        }
        for (Blueprint.Dependency dependency : dependencyPrograms()) {
            Blueprint.Program program = Objects.requireNonNull(dependency.program());
            programs.add(new Program(dependency.name(),
                    runtime(dependency.name(), program.runtime(), List.of(program.directory()), program.handler()),
                    staged(dependency.name(), program.directory(), staging), program.handler(),
                    new TreeMap<>(), 256, Program.Kind.DEPENDENCY));
        }
        return programs;
    }

    private Program function(Blueprint.Function function, Staging staging) {
        CodeOption given = code.get(function.name());
        Blueprint.Program program = function.program();
        if (given == null && program == null) {
            throw CommandFailure.usage("`" + function.name() + "` is real, and nobody said where its code is",
                    "add `--code " + function.name() + "=DIR#file.handler`, or `code` and `handler` in the blueprint");
        }
        Path directory = given != null ? given.directory() : Objects.requireNonNull(program).directory();
        String handler = given != null ? given.handler() : Objects.requireNonNull(program).handler();
        List<Path> directories = new ArrayList<>(overlays(function.name()));
        directories.add(directory);
        GuestRuntime runtime = runtime(function.name(), deployedFor(function, directories, handler), directories, handler);
        requireEntry(function.name(), runtime, directories, handler);
        StagedCode staged = staged(function.name(), directory, staging);
        Program whole = new Program(function.name(), runtime, staged, handler, variables(function), function.memoryMegabytes(),
                Program.Kind.FUNCTION).withScratch(function.ephemeralStorageMegabytes());
        return program == null ? whole : whole.with(staging.layers(program.layers()));
    }

    private StagedCode staged(String component, Path directory, Staging staging) {
        overlays(component).forEach(overlay -> requireOverlaid(component, overlay, directory));
        return staging.stage(directory, overlays(component));
    }

    /** A variant that stands in the place of nothing would leave all as it is, and pass for one that does not help. */
    private static void requireOverlaid(String component, Path overlay, Path code) {
        try (Stream<Path> files = Files.walk(overlay)) {
            if (files.filter(Files::isRegularFile).noneMatch(file -> Files.isRegularFile(code.resolve(overlay.relativize(file))))) {
                throw CommandFailure.usage(
                        "`--variant " + component + "=" + overlay + "`: no file in it stands in the place of one of `" + code + "`",
                        "lay it out as the code is: what replaces `" + code + "/a/b.js` is `" + overlay + "/a/b.js`");
            }
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.usage("`--variant " + component + "=" + overlay + "` cannot be read: " + e.getMessage(),
                    "name a directory that holds the changed files");
        }
    }

    /** Where the blueprint does not say, the recording may know. */
    private String deployed(Blueprint.Function function) {
        Blueprint.Program program = function.program();
        if (program != null && !program.runtime().isEmpty()) {
            return program.runtime();
        }
        return recording.environment().functions().stream().filter(known -> known.function().equals(function.name()))
                .map(Environment.FunctionEnvironment::deployed).findFirst().orElse("");
    }

    /** Code in another language than the deployed one, given by hand, is for no version in particular. */
    private String deployedFor(Blueprint.Function function, List<Path> directories, String handler) {
        String deployed = deployed(function);
        boolean other = code.containsKey(function.name()) && RuntimeChoice.isAnother(deployed, directories, handler);
        return other ? "" : deployed;
    }

    /** What each program runs on, and what it was deployed for where another was asked for. */
    SortedMap<String, String> runtimes(List<Program> programs) {
        SortedMap<String, String> labels = new TreeMap<>();
        programs.forEach(program -> labels.put(program.component(), program.runtime().label() + deployedOtherwise(program.component())));
        return labels;
    }

    private String deployedOtherwise(String component) {
        String asked = runtimes.getOrDefault(component, runtimes.getOrDefault("", ""));
        return blueprint.functions().stream().filter(function -> function.name().equals(component) && !asked.isEmpty())
                .map(this::deployed).filter(deployed -> !deployed.isEmpty() && !deployed.equals(asked)).findFirst()
                .map(declared -> " (deployed for " + declared + ")").orElse("");
    }

    private static void requireEntry(String function, GuestRuntime runtime, List<Path> directories, String handler) {
        boolean there = runtime.entries(handler).stream()
                .anyMatch(entry -> directories.stream().anyMatch(directory -> Files.isRegularFile(directory.resolve(entry))));
        if (!there) {
            throw CommandFailure.usage(
                    "`" + function + "`: the handler `" + handler + "` has no file in `" + directories.getLast() + "`: looked for "
                            + runtime.entries(handler).stream().map(entry -> "`" + entry + "`").collect(Collectors.joining(", ")),
                    "name it as Lambda does, the file without its ending, a dot, and what it exports: `functions/close.handler`");
        }
    }

    private SortedMap<String, String> variables(Blueprint.Function function) {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("AWS_REGION", blueprint.region());
        variables.put("AWS_DEFAULT_REGION", blueprint.region());
        variables.putAll(function.environment());
        variables.putAll(environment.getOrDefault(function.name(), new TreeMap<>()));
        return variables;
    }

    /** What the real functions read from the environment and nobody set. */
    List<UnsetVariables> unset() throws IOException {
        List<UnsetVariables> unset = new ArrayList<>();
        for (Blueprint.Function function : blueprint.functions()) {
            CodeOption given = code.get(function.name());
            Blueprint.Program program = function.program();
            if (kinds.get(function.name()) == ComponentKind.REAL && (given != null || program != null)) {
                List<Path> directories = new ArrayList<>(overlays(function.name()));
                directories.add(given != null ? given.directory() : Objects.requireNonNull(program).directory());
                String handler = given != null ? given.handler() : Objects.requireNonNull(program).handler();
                unset.add(UnsetVariables.of(function.name(), directories, handler, variables(function).keySet()));
            }
        }
        return unset.stream().filter(u -> !u.names().isEmpty()).toList();
    }

    private List<Path> overlays(String component) {
        return variants.getOrDefault(component, List.of());
    }
}
