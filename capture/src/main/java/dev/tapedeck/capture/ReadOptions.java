package dev.tapedeck.capture;

import java.nio.file.Path;
import java.util.List;

/**
 * How to read.
 *
 * @param strict whether a damaged line is refused rather than skipped and counted
 * @param payloads directories of bare event files and of what {@code aws sqs receive-message} printed
 * @param maxElementBytes the largest span, log record, object or line that is kept; a larger one counts as damaged
 */
public record ReadOptions(boolean strict, List<Path> payloads, int maxElementBytes) {

    public static final ReadOptions DEFAULT = new ReadOptions(false, List.of(), 16 << 20);

    public ReadOptions {
        payloads = List.copyOf(payloads);
        if (maxElementBytes < 1 << 16) {
            throw new IllegalArgumentException("elements of at least 64 KB must be allowed, not " + maxElementBytes + " bytes");
        }
    }

    public ReadOptions withStrict(boolean refused) {
        return new ReadOptions(refused, payloads, maxElementBytes);
    }

    public ReadOptions withPayloads(List<Path> directories) {
        return new ReadOptions(strict, directories, maxElementBytes);
    }
}
