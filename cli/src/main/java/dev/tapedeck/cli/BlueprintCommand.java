package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.cartridge.WholeFile;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A starting blueprint from what a recording shows. */
@Command(name = "blueprint", description = "Derives a starting blueprint from a cartridge, with TODO where the recording is silent.", footer = {
        "",
        "Example:", "  tapedeck blueprint incident.cartridge -o system.yaml"})
final class BlueprintCommand extends Common {

    @Mixin
    private CartridgeArgument argument = new CartridgeArgument();

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where to write it; standard output if not given.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Write over an existing file.")
    private boolean force;

    @Override
    Exit run(Console console) throws IOException {
        Output.check(output, force);
        String yaml = Blueprint.derive(argument.open().recording());
        Path file = output;
        if (file == null) {
            console.say(yaml);
            console.result(Json.object().put("version", 1).put("blueprint", yaml));
            return Exit.EXPECTED;
        }
        WholeFile.write(file, yaml.getBytes(StandardCharsets.UTF_8), WholeFile.Readers.USUAL);
        long todos = yaml.lines().filter(line -> line.contains("TODO") && !line.startsWith("#")).count();
        console.say("wrote " + file
                + (todos == 0 ? "" : ", with " + todos + (todos == 1 ? " line" : " lines") + " marked TODO: what no telemetry tells"));
        console.result(Json.object().put("version", 1).put("file", file.toString()).put("todos", todos));
        String replay = "tapedeck replay " + argument.typed() + " --blueprint " + Shell.word(file);
        if (todos == 0) {
            console.next(replay);
        } else {
            console.next("put what is true in the place of each TODO in `" + file + "`, then", replay);
        }
        return Exit.EXPECTED;
    }
}
