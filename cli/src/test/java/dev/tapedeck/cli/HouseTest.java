package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

/** What no class file shows: the sizes of files, and that each type says why it exists. */
class HouseTest {
    private static final Path ROOT = Path.of(System.getProperty("tapedeck.root"));
    private static final int LONGEST_README = 40;
    private static final int LONGEST_SOURCE = 400;
    private static final Pattern DOCUMENTED = Pattern.compile(
            "(?ms)^\\*/$\\s*(^@.*?$\\s*)*^(public |final |abstract |sealed |non-sealed )*(class|record|interface|enum|@interface) ");

    /** A Markdown link that is neither to the web nor within the page; an anchor after it is not looked at. */
    private static final Pattern RELATIVE_LINK = Pattern.compile("\\]\\((?![a-z]+:|#)([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void modules_haveAReadmeOfOnePage() throws IOException {
        for (Path module : modules()) {
            assertThat(Files.readAllLines(module.resolve("README.md"))).as("%s/README.md", ROOT.relativize(module))
                    .hasSizeBetween(3, LONGEST_README);
        }
    }

    @Test
    void sources_areOfReadableSize() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path source : sources("src")) {
            int lines = Files.readAllLines(source).size();
            if (lines > LONGEST_SOURCE) {
                tooLong.add(ROOT.relativize(source) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).as("files over %d lines: split them along their nouns", LONGEST_SOURCE).isEmpty();
    }

    @Test
    void types_sayWhyTheyExist() throws IOException {
        var silent = new ArrayList<String>();
        for (Path source : sources("src/main/java")) {
            String text = Files.readString(source).replace(" */\n", "*/\n").replaceAll("(?m)^/\\*\\*.*\\*/$", "*/");
            if (!source.endsWith("package-info.java") && !DOCUMENTED.matcher(text).find()) {
                silent.add(ROOT.relativize(source).toString());
            }
        }
        assertThat(silent).as("files whose top-level type has no doc comment").isEmpty();
    }

    @Test
    void documents_linkToWhatIsThere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path document : documents()) {
            Matcher link = RELATIVE_LINK.matcher(Files.readString(document));
            while (link.find()) {
                if (!Files.exists(document.resolveSibling(link.group(1)))) {
                    broken.add(ROOT.relativize(document) + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).as("links to nowhere").isEmpty();
    }

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        for (Path folder : Stream.concat(Stream.of(ROOT, ROOT.resolve("docs")), modules().stream()).toList()) {
            try (Stream<Path> tree = Files.walk(folder, folder.endsWith("docs") ? 4 : 1)) {
                tree.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        assertThat(documents).hasSizeGreaterThan(15);
        return documents;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> children = Files.list(ROOT)) {
            List<Path> modules = children.filter(child -> Files.exists(child.resolve("pom.xml"))).sorted()
                    .collect(toCollection(ArrayList::new));
            assertThat(modules).hasSizeGreaterThanOrEqualTo(12);
            return modules;
        }
    }

    private static List<Path> sources(String folder) throws IOException {
        var sources = new ArrayList<Path>();
        for (Path module : modules()) {
            if (Files.isDirectory(module.resolve(folder))) {
                try (Stream<Path> tree = Files.walk(module.resolve(folder))) {
                    tree.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
                }
            }
        }
        assertThat(sources).hasSizeGreaterThanOrEqualTo(12);
        return sources;
    }
}
