package dev.tapedeck.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an escape would reach, all of it made by the test: namespaces whose addresses stand for the host's (nothing is sent on a real network), with
 * somebody listening at each; files, a process, another guest. Attempts are started in these namespaces, fenced or not.
 */
final class World implements AutoCloseable {

    static final String SECRET = "the host's secret\n";
    static final String VARIABLE = "TAPEDECK_TEST_SECRET";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path directory;
    private final Path code;
    private final Process ears;
    private final BufferedReader heard;
    private final Process victim;
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> everything = new ArrayList<>();

    World(Path directory) throws IOException {
        this.directory = directory;
        this.code = Files.createDirectory(directory.resolve("code"));
        Files.createDirectory(directory.resolve("scratch"));
        files();
        List<String> listeners = new ArrayList<>(ROOT ? List.of("unshare") : List.of("unshare", "--user", "--map-root-user"));
        listeners.addAll(List.of("--net", "--ipc", "--mount", "--uts", "/usr/bin/python3", "-B",
                Attempt.DIRECTORY.resolve("world.py").toString(), directory.toString()));
        ears = new ProcessBuilder(listeners).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        heard = new BufferedReader(new InputStreamReader(ears.getInputStream(), StandardCharsets.UTF_8));
        expect("ready");
        List<String> waiting = new ArrayList<>(asNobody());
        waiting.addAll(List.of("/usr/bin/python3", "-c", "import sys; print('ready', flush=True); sys.stdin.read()"));
        victim = new ProcessBuilder(waiting).start();
        if (victim.getInputStream().read() < 0) {
            throw new IOException("no process to be attacked could be started");
        }
    }

    /** Before a command that root is not to run: as the user that guests are outside, which anybody else is already. */
    static List<String> asNobody() {
        return ROOT ? List.of("setpriv", "--reuid=" + FenceCommand.NOBODY, "--regid=" + FenceCommand.NOBODY, "--clear-groups") : List.of();
    }

    private void files() throws IOException {
        for (String program : List.of("escape.py", "escape.js", "limits.py")) {
            Files.copy(Attempt.DIRECTORY.resolve(program), code.resolve(program));
        }
        file("open", "rw-r--r--", SECRET);
        file("private", "rw-------", SECRET);
        file("sized", "rw-r--r--", "x".repeat(4242));
        // put there after staging, as somebody could who can write where staged code lies
        Files.createSymbolicLink(code.resolve("out"), directory.resolve("open"));
        run("sh", "-c", "cp /usr/bin/id \"$0\" && chmod 4755 \"$0\"", code.resolve("identity").toString());
        Files.setPosixFilePermissions(directory.resolve("scratch"), PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path open : List.of(directory, code)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void file(String name, String permissions, String content) throws IOException {
        Files.setPosixFilePermissions(Files.writeString(directory.resolve(name), content), PosixFilePermissions.fromString(permissions));
    }

    static void run(String... command) throws IOException {
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IOException(List.of(command) + " ended with " + exit);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    Path code() {
        return code;
    }

    Path directory() {
        return directory;
    }

    /** Before a command that is to run in this world, with a descriptor left open for whoever looks. */
    List<String> entering() {
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", Long.toString(ears.pid())));
        command.addAll(ROOT ? List.of() : List.of("--user", "--preserve-credentials"));
        command.addAll(List.of("--net", "--ipc", "--mount", "--uts", "/bin/sh", "-c",
                "ulimit -c unlimited; exec 7<\"$0\"; exec \"$@\"", directory.resolve("sized").toString()));
        return command;
    }

    String token() {
        return "token" + tokens.incrementAndGet();
    }

    /** The same names outside and inside; only what is its own has another place there. */
    Map<String, String> values(String token, long guest, Path guestFile, boolean inside) {
        Map<String, String> values = new TreeMap<>(Map.of("token", token, "outside", directory.toString(), "home",
                System.getProperty("user.home"), "victim", Long.toString(victim.pid()), "variable", VARIABLE, "guest", Long.toString(guest),
                "guestfile", guestFile.toString()));
        values.put("scratch", inside ? "/tmp" : directory.resolve("scratch").toString());
        values.put("code", inside ? FenceCommand.TASK_ROOT.toString() : code.toString());
        return values;
    }

    /** Whether anything with this token has arrived anywhere. */
    boolean heard(String token) throws IOException {
        ears.getOutputStream().write('\n');
        ears.getOutputStream().flush();
        expect("synced");
        return everything.stream().anyMatch(line -> line.contains(token));
    }

    /** Connections and datagrams so far, with and without a token. */
    int arrivals() throws IOException {
        heard("");
        return everything.size();
    }

    private void expect(String line) throws IOException {
        for (String said = heard.readLine(); !line.equals(said); said = heard.readLine()) {
            if (said == null) {
                throw new IOException("the listeners ended before they said " + line);
            }
            everything.add(said);
        }
    }

    /** The last of a line of processes each of which started the next: the program itself, behind the fence's own. */
    static long innermost(Process process) {
        ProcessHandle last = process.toHandle();
        for (List<ProcessHandle> children = last.children().toList(); !children.isEmpty(); children = last.children().toList()) {
            last = children.stream().max(Comparator.comparingLong(ProcessHandle::pid)).orElseThrow();
        }
        return last.pid();
    }

    @Override
    public void close() throws IOException {
        victim.getOutputStream().close();
        ears.getOutputStream().close();
    }
}
