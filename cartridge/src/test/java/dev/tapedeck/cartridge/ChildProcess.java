package dev.tapedeck.cartridge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests do in a process of its own: make a key, or seal over and over until killed. */
final class ChildProcess {
    private ChildProcess() {}

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    public static void main(String[] arguments) {
        Path path = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "key" -> System.out.println(KeyStore.in(path).signingKey("me").verifyingKey().id());
            case "seal" -> sealForEver(path);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void sealForEver(Path file) {
        for (long i = 0; i >= 0; i++) {
            Cartridge.seal(Sample.request(), Sample.KEY, file);
            if (i == 0) {
                System.out.println("sealed");
            }
        }
    }
}
