package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SHA-256 of files, remembered from one run to the next by what says that a file has not changed: path, size, time of writing to the nanosecond,
 * inode. A file written within the last two seconds is not remembered, as it could be written again without its time's showing it.
 */
final class FileDigests {

    private static final long TOO_FRESH_NANOS = 2_000_000_000L;

    private final StateDirectory state;
    private final Path cache;
    private final SortedMap<String, String> known;
    private final SortedMap<String, String> computed = new TreeMap<>();
    private final SortedMap<String, String> seen = new TreeMap<>();
    private final long nowNanos = System.currentTimeMillis() * 1_000_000L;

    private FileDigests(StateDirectory state, Path cache, SortedMap<String, String> known) {
        this.state = state;
        this.cache = cache;
        this.known = known;
    }

    /** A damaged cache is an empty one. */
    static FileDigests load(StateDirectory state, String name) {
        Path cache = state.digests().resolve(name);
        SortedMap<String, String> known = new TreeMap<>();
        try {
            for (String line : Files.readString(cache).lines().toList()) {
                int tab = line.indexOf('\t');
                if (tab == 64) {
                    known.put(line.substring(tab + 1), line.substring(0, tab));
                }
            }
        } catch (IOException | RuntimeException e) {
            known.clear();
        }
        return new FileDigests(state, cache, known);
    }

    /** A name for a file that stands for what {@code text} says. */
    static String shortName(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, 32);
    }

    String of(CodeTree.Node.File file) throws IOException {
        String key = file.size() + "\t" + file.modifiedNanos() + "\t" + file.inode() + "\t" + file.source();
        String digest = known.getOrDefault(key, computed.get(key));
        if (digest == null) {
            digest = passed(file, OutputStream.nullOutputStream());
            computed.put(key, digest);
        }
        if (nowNanos - file.modifiedNanos() > TOO_FRESH_NANOS && key.indexOf('\n') < 0) {
            seen.put(key, digest);
        }
        return digest;
    }

    /** Copies the content, if it still is what was digested: a file may change between being looked at and being copied. */
    void copy(CodeTree.Node.File file, Path to) throws IOException {
        String copied;
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copied = passed(file, out);
        }
        if (!copied.equals(of(file))) {
            Files.deleteIfExists(cache);
            throw new IOException("`" + file.source() + "` changed while it was being staged");
        }
    }

    /** The digest of what passed; what is longer than it was when looked at has changed, and is not read to its end. */
    private static String passed(CodeTree.Node.File file, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        byte[] part = new byte[1 << 16];
        long total = 0;
        try (InputStream in = CodeFiles.open(file)) {
            for (int count = in.read(part); count >= 0 && total <= file.size(); count = in.read(part)) {
                digest.update(part, 0, count);
                out.write(part, 0, count);
                total += count;
            }
        }
        if (total != file.size()) {
            throw CodeFiles.changed(file);
        }
        return hex(digest.digest());
    }

    /** Keeps what was seen this time, and forgets the rest. */
    void save() throws IOException {
        if (seen.equals(known)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        seen.forEach((key, digest) -> text.append(digest).append('\t').append(key).append('\n'));
        Path fresh = state.newFile();
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
