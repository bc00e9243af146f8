package dev.tapedeck.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands in the fence where the kernel's own files would tell a guest which machine it is on and what else runs there: the same on every machine
 * and in every run. Of processors, memory, version and uptime there is an answer, since programs ask for it; what else is covered is empty. A process's own
 * directory cannot be covered, nor can system calls ({@code uname}, {@code sysinfo}) answer otherwise: docs/reference/fence.md lists what is left.
 */
final class KernelFiles {

    private static final String CPUINFO = """
            processor\t: 0
            vendor_id\t: Tapedeck
            cpu family\t: 6
            model\t\t: 1
            model name\t: Tapedeck
            stepping\t: 1
            cpu MHz\t\t: 2500.000
            cache size\t: 32768 KB
            physical id\t: 0
            siblings\t: 1
            core id\t\t: 0
            cpu cores\t: 1
            flags\t\t: fpu

            """;

    private static final String MEMINFO = """
            MemTotal:        8388608 kB
            MemFree:         6291456 kB
            MemAvailable:    7340032 kB
            Buffers:               0 kB
            Cached:          1048576 kB
            SwapCached:            0 kB
            SwapTotal:             0 kB
            SwapFree:              0 kB
            """;

    /** Of the first second of 2020: when a machine that never was was started. */
    private static final String STAT = """
            cpu  0 0 0 0 0 0 0 0 0 0
            cpu0 0 0 0 0 0 0 0 0 0 0
            intr 0
            ctxt 0
            btime 1577836800
            processes 1
            procs_running 1
            procs_blocked 0
            """;

    /** Few, since each is a mount more at every start, and mounts wait for each other where many guests start at once. */
    private static final List<String> EMPTY = List.of("cmdline", "diskstats", "interrupts", "kcore", "key-users", "keys", "partitions",
            "sys/kernel/osrelease", "sys/kernel/random/boot_id", "vmstat");

    private static final String NOTHING = "proc-empty";

    private KernelFiles() {}

    private static SortedMap<String, String> answered() {
        SortedMap<String, String> texts = new TreeMap<>();
        texts.put("cpuinfo", CPUINFO);
        texts.put("meminfo", MEMINFO);
        texts.put("stat", STAT);
        texts.put("uptime", "3600.00 3600.00\n");
        texts.put("loadavg", "0.00 0.00 0.00 1/1 1\n");
        texts.put("version", "Linux version 5.10.0 (tapedeck) #1 SMP\n");
        return texts;
    }

    /** To be unpacked into the directory that {@link #shown} is given. */
    static SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        answered().forEach((name, text) -> files.put("proc-" + name, text.getBytes(StandardCharsets.UTF_8)));
        files.put(NOTHING, new byte[0]);
        return files;
    }

    /** Bubblewrap's arguments that put them in place; what this kernel does not have needs no cover. */
    static List<String> shown(Path unpacked) {
        List<String> arguments = new ArrayList<>();
        answered().keySet().forEach(name -> cover(name, unpacked.resolve("proc-" + name), arguments));
        EMPTY.forEach(name -> cover(name, unpacked.resolve(NOTHING), arguments));
        return arguments;
    }

    private static void cover(String name, Path with, List<String> arguments) {
        Path file = Path.of("/proc").resolve(name);
        if (Files.exists(file)) {
            arguments.addAll(List.of("--ro-bind", with.toString(), file.toString()));
        }
    }
}
