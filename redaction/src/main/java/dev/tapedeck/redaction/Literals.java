package dev.tapedeck.redaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the code and the template themselves say: their string literals (the enumerations that branches test), the fragments of their template
 * strings, and the identifiers that name fields. A value that equals a literal tells nothing that the code does not.
 *
 * @param strings whole literals
 * @param templates texts with gaps, each as the fragments round its gaps
 * @param fragments literals and fragments without blanks: what keys are pasted together from
 * @param identifiers names in the code outside literals, and keys of the template
 */
public record Literals(Set<String> strings, List<List<String>> templates, Set<String> fragments, Set<String> identifiers) {

    /** No code at hand: enumerations become pseudonyms, and names of fields are told by their words alone. */
    public static final Literals NONE = new Literals(Set.of(), List.of(), Set.of(), Set.of());

    private static final int LARGEST_SOURCE_BYTES = 4 << 20;
    private static final Set<String> NOT_CODE = Set.of("node_modules", "test", "tests", "__tests__", "__mocks__", "fixtures",
            "__fixtures__",
            "testdata", "coverage", "venv", "__pycache__", "site-packages");
    private static final Pattern TEST_FILE = Pattern.compile(".*(?:\\.|_)(?:test|spec)\\.[a-z]+|test_.*\\.py|conftest\\.py");
    private static final Pattern JAVASCRIPT = Pattern.compile(".*\\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx)");

    public Literals {
        strings = Collections.unmodifiableSet(new TreeSet<>(strings));
        templates = List.copyOf(templates);
        fragments = Collections.unmodifiableSet(new TreeSet<>(fragments));
        identifiers = Collections.unmodifiableSet(new TreeSet<>(identifiers));
    }

    public boolean isEmpty() {
        return strings.isEmpty() && identifiers.isEmpty();
    }

    /**
     * Scans JavaScript, TypeScript and Python below {@code code} (packages and tests left out) and the scalars of a YAML or JSON template.
     *
     * @throws UncheckedIOException where a directory or file cannot be read
     */
    public static Literals of(Collection<Path> code, Optional<Path> template) {
        LiteralsFound found = new LiteralsFound();
        try {
            for (Path directory : code) {
                scan(directory, found);
            }
            if (template.isPresent()) {
                TemplateScalars.scan(Files.readString(template.get(), StandardCharsets.UTF_8), found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.literals();
    }

    private static void scan(Path directory, LiteralsFound found) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                String name = String.valueOf(dir.getFileName()).toLowerCase(Locale.ROOT);
                boolean inside = !dir.equals(directory);
                return inside && (NOT_CODE.contains(name) || name.startsWith("."))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && attributes.size() <= LARGEST_SOURCE_BYTES) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path source : sources.stream().sorted().toList()) {
            scanFile(source, found);
        }
    }

    private static void scanFile(Path source, LiteralsFound found) throws IOException {
        String name = String.valueOf(source.getFileName()).toLowerCase(Locale.ROOT);
        if (TEST_FILE.matcher(name).matches()) {
            return;
        }
        if (JAVASCRIPT.matcher(name).matches()) {
            new JavaScriptSource(text(source), found).scan();
        } else if (name.endsWith(".py")) {
            new PythonSource(text(source), found).scan();
        }
    }

    private static String text(Path source) throws IOException {
        return new String(Files.readAllBytes(source), StandardCharsets.UTF_8);
    }
}
