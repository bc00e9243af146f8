package dev.tapedeck.capture;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where telemetry comes from: a file, or a stream such as standard input. Compression is told by the first bytes, not by the name.
 *
 * @param name as the user gave it; errors and damage name it
 * @param chosen whether the user named it; what merely lay in a named directory may hold nothing of use
 */
public record Source(String name, boolean chosen, Opening opening) {

    private static final Set<String> ENDINGS = Set.of("json", "jsonl", "ndjson", "log", "txt");
    private static final int BLOCK = 1 << 16;

    /** Opens the bytes as they are stored. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    /**
     * The files that {@code paths} name: a directory stands for its files of telemetry ({@code .json .jsonl .ndjson .log .txt}, each also with
     * {@code .gz}), however deep, in the order of their names.
     */
    public static List<Source> of(List<Path> paths) {
        List<Source> sources = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files(path).forEach(file -> sources.add(new Source(file.toString(), false, () -> Files.newInputStream(file))));
            } else if (Files.isReadable(path)) {
                sources.add(new Source(path.toString(), true, () -> Files.newInputStream(path)));
            } else {
                throw new CaptureException("`" + path + "` is not there or cannot be read", "check the path and its permissions");
            }
        }
        return sources;
    }

    public static Source of(String name, InputStream stream) {
        return new Source(name, true, () -> stream);
    }

    public static Source of(String name, byte[] bytes) {
        return new Source(name, true, () -> new ByteArrayInputStream(bytes));
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> files = tree.filter(Source::isTelemetry).sorted().toList();
            if (files.isEmpty()) {
                throw new CaptureException("no telemetry under `" + directory + "`",
                        "telemetry files end in .json, .jsonl, .ndjson, .log or .txt, or in one of these and .gz; name others one by one");
            }
            return files;
        } catch (IOException e) {
            throw new CaptureException("`" + directory + "` cannot be listed: " + e.getMessage(), "check its permissions");
        }
    }

    private static boolean isTelemetry(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return !name.startsWith(".") && ENDINGS.contains(plain.substring(plain.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
    }

    /** The content, decompressed. */
    InputStream content(Progress progress) throws IOException {
        BufferedInputStream stored = new BufferedInputStream(new Watched(opening.open(), name, progress), BLOCK);
        stored.mark(2);
        boolean zipped = stored.read() == 0x1f && stored.read() == 0x8b;
        stored.reset();
        return zipped ? new Gunzip(stored, BLOCK) : stored;
    }

    /** Tells the progress how far a stream has been read. */
    private static final class Watched extends java.io.FilterInputStream {
        private final String name;
        private final Progress progress;
        private long count;

        Watched(InputStream in, String name, Progress progress) {
            super(in);
            this.name = name;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read > 0) {
                count += read;
                progress.read(name, count);
            }
            return read;
        }
    }
}
