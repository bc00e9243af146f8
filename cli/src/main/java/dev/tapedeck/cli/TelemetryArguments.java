package dev.tapedeck.cli;

import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.ReadReport;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.capture.TelemetryIndex;
import java.io.FilterInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The telemetry that a command reads, and how. */
final class TelemetryArguments {

    private static final int SHOWN = 5;

    @Parameters(paramLabel = "FILES", arity = "1..*", description = "OTLP JSON, log lines, CloudWatch exports, gzipped or not; a directory; or - for standard input.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--payloads", paramLabel = "DIR", description = "Bare event files, and `receive-message` output of dead-letter queues, joined by id.")
    private List<Path> payloads = new ArrayList<>();

    @Option(names = "--correlation-field", paramLabel = "NAME", description = "A field that carries the correlation id, beside the usual names.")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--strict", description = "Refuse damaged lines instead of skipping and counting them.")
    private boolean strict;

    List<Path> files() {
        return List.copyOf(files);
    }

    /** As it was typed, but for `--strict`, which says nothing of what is read. */
    String typed() {
        return files.stream().map(Shell::word).collect(Collectors.joining(" "))
                + payloads.stream().map(p -> " --payloads " + Shell.word(p)).collect(Collectors.joining())
                + fields.stream().map(f -> " --correlation-field " + Shell.word(f)).collect(Collectors.joining());
    }

    Scope.Hints hints() {
        return new Scope.Hints(fields);
    }

    TelemetryIndex read(Console console) {
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().equals("-")) {
                sources.add(Source.of("standard input", new FilterInputStream(System.in) {}));
            } else {
                sources.addAll(Source.of(List.of(file)));
            }
        }
        try {
            return Capture.read(sources, ReadOptions.DEFAULT.withStrict(strict).withPayloads(payloads), (source, bytes) -> console
                    .progress(String.format(Locale.ROOT, "reading %s: %.1f MB", source, bytes / 1e6)));
        } finally {
            console.progressDone();
        }
    }

    /** What could not be read, if anything. */
    static void report(Console console, ReadReport report) {
        if (report.damagedLines() > 0) {
            console.say("skipped " + report.damagedLines() + " damaged lines:");
            report.damage().stream().limit(SHOWN).forEach(d -> console.say("  " + d));
        }
        long unknown = report.unknown().values().stream().mapToLong(Long::longValue).sum();
        if (unknown > 0) {
            console.say("did not understand " + unknown + " lines, by shape:");
            report.unknown().entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(SHOWN)
                    .forEach(e -> console.say("  " + e.getValue() + " × " + e.getKey()));
        }
        report.unread().forEach(name -> console.say("nothing could be read in " + name));
    }
}
