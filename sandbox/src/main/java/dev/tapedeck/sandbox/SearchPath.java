package dev.tapedeck.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where programs are looked for. Directories that are not absolute are left out: what they name depends on where one stands. */
record SearchPath(List<Path> directories) {

    SearchPath {
        directories = List.copyOf(directories);
    }

    static SearchPath ofEnvironment() {
        return of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    static SearchPath of(String path) {
        return new SearchPath(Arrays.stream(path.split(":", -1)).filter(directory -> directory.startsWith("/")).map(Path::of).toList());
    }

    Optional<Path> find(String program) {
        return directories.stream().map(directory -> directory.resolve(program)).filter(Files::isRegularFile).filter(Files::isExecutable)
                .findFirst();
    }
}
