package dev.tapedeck.sandbox;

import java.nio.file.Path;

/**
 * Code as guests see it: a read-only copy, named by what is in it.
 *
 * @param digest SHA-256 over the tree, lower-case hex: paths, contents, executable bits and links, not times and owners
 */
public record StagedCode(String digest, Path directory) {}
