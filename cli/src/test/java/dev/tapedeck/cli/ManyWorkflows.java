package dev.tapedeck.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The example's recording several times over, as telemetry of a system that is so many times as busy: each copy has ids and tenants of its own,
 * drawn from a seed, and is joined within itself as the original is. Letters are exchanged for letters, so that no copy is longer than another.
 */
final class ManyWorkflows {

    private static final Pattern ID = Pattern
            .compile("\\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|1-[0-9a-f]{8}-[0-9a-f]{24}"
                    + "|[0-9a-f]{32}|(?=[0-9]*[a-f])[0-9a-f]{16})\\b");
    private static final Pattern TENANT = Pattern.compile("\"tenantId\": ?\"([a-z0-9-]+)\"");
    private static final Pattern CORRELATION = Pattern.compile("\"correlationId\": ?\"([0-9a-f-]{36})\"");

    private static final String ONLY = "meridian-hoists";

    private final List<byte[]> copies = new ArrayList<>();
    private final Set<String> tenants = new TreeSet<>();
    private final Set<String> correlations = new TreeSet<>();

    ManyWorkflows(Path recording, int times, long seed) {
        String truth = read(recording.resolveSibling(recording.getFileName() + ".truth.json"));
        Pattern names = Pattern.compile(ID.pattern() + "|" + String.join("|", all(TENANT, truth)));
        Random random = new Random(seed);
        for (int copy = 0; copy < times; copy++) {
            String cipher = copy == 0 ? "" : shuffled("0123456789abcdef", random) + shuffled("ghijklmnopqrstuvwxyz", random);
            all(TENANT, truth).forEach(tenant -> tenants.add(renamed(names, tenant, cipher)));
            all(CORRELATION, truth).forEach(id -> correlations.add(renamed(names, id, cipher)));
            files(recording).forEach(file -> copies.add(renamed(names, read(file), cipher).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The same telemetry, had all of it been left by one tenant. */
    List<byte[]> filesOfOneTenant() {
        Pattern any = Pattern.compile(String.join("|", tenants));
        return copies.stream().map(copy -> any.matcher(new String(copy, StandardCharsets.UTF_8)).replaceAll(ONLY))
                .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    static String onlyTenant() {
        return ONLY;
    }

    /** Each file of each copy. */
    List<byte[]> files() {
        return copies;
    }

    String anyCorrelation() {
        return correlations.stream().skip(correlations.size() / 2).findFirst().orElseThrow();
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> all = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> all.add(match.group(1)));
        return all;
    }

    private static String renamed(Pattern names, String text, String cipher) {
        return cipher.isEmpty()
                ? text
                : names.matcher(text).replaceAll(match -> Matcher.quoteReplacement(enciphered(match.group(), cipher)));
    }

    /** The one of an X-Ray root stays: {@code 1-5759e988-bd862e3fe1be46a994272793}. */
    private static String enciphered(String id, String cipher) {
        StringBuilder out = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            int digit = id.startsWith("1-") && i == 0 ? -1 : Character.digit(id.charAt(i), 36);
            out.append(digit < 0 ? id.charAt(i) : cipher.charAt(digit));
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    private static String shuffled(String alphabet, Random random) {
        List<String> letters = new ArrayList<>(List.of(alphabet.split("", -1)));
        java.util.Collections.shuffle(letters, random);
        return String.join("", letters);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try (InputStream stored = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
