package dev.tapedeck.capture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads telemetry, of whatever make, into a {@link TelemetryIndex}. The way in to this module. */
public final class Capture {

    private Capture() {}

    /** @throws CaptureException for a source in which nothing can be read and, where {@code options} are strict, for a damaged line */
    public static TelemetryIndex read(List<Source> sources, ReadOptions options, Progress progress) {
        Intake intake = new Intake();
        List<String> unread = new ArrayList<>();
        long bytes = 0;
        for (Source source : sources) {
            intake.begin(source.name(), options.strict());
            bytes += read(source, options, progress, intake);
            if (intake.understood() == 0) {
                refuseIfChosen(source, intake);
                unread.add(source.name());
            }
        }
        options.payloads().forEach(new PayloadFiles(options, intake)::read);
        ReadReport report = new ReadReport(bytes, intake.spans.size(), intake.logs.size(), intake.damagedLines(), intake.damage,
                intake.shapes.counts(), unread);
        if (intake.spans.isEmpty() && intake.logs.isEmpty() && intake.payloads.isEmpty() && intake.platform.runs().isEmpty()) {
            throw new CaptureException("no telemetry was found in " + sources.size() + " sources",
                    "give OTLP JSON, JSON log lines, or the output of `aws logs filter-log-events`");
        }
        return new TelemetryIndex(intake, report);
    }

    private static long read(Source source, ReadOptions options, Progress progress, Intake intake) {
        Counted content = new Counted(InputStream.nullInputStream());
        Documents documents = new Documents(content, options.maxElementBytes(), intake);
        try (InputStream in = source.content(progress)) {
            content = new Counted(in);
            documents = new Documents(content, options.maxElementBytes(), intake);
            documents.read();
        } catch (IOException e) {
            String why = e.getMessage();
            intake.damaged(documents.line(), "cannot be read further: " + (why == null ? e.getClass().getSimpleName() : why));
        }
        return content.count;
    }

    private static void refuseIfChosen(Source source, Intake intake) {
        if (source.chosen()) {
            String damage = intake.damage.stream().filter(d -> d.source().equals(source.name())).findFirst()
                    .map(d -> "; line " + d.line() + ": " + d.reason()).orElse("");
            throw new CaptureException("nothing can be read in `" + source.name() + "`" + damage,
                    "give OTLP JSON, JSON log lines, or the output of `aws logs filter-log-events`");
        }
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
