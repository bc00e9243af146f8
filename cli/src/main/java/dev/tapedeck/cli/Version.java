package dev.tapedeck.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that `--version` prints, and that a sealed cartridge names as its maker: the build writes it beside this class. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{"tapedeck " + current()};
    }

    static String current() {
        try (var in = Objects.requireNonNull(Version.class.getResourceAsStream("build.properties"), "build.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
