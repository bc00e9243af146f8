package dev.tapedeck.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a guest runtime as they lie in this module. A jar cannot be listed cheaply, so each runtime lists its own. */
final class Resources {

    private Resources() {}

    /** Name and content of each of {@code names} in {@code directory}. */
    static SortedMap<String, byte[]> read(String directory, List<String> names) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        names.forEach(name -> files.put(name, read(directory + "/" + name)));
        return Collections.unmodifiableSortedMap(files);
    }

    private static byte[] read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the guest module lacks its resource `" + path + "`");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
