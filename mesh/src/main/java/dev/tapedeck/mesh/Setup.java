package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.recording.Moment;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a run begins.
 *
 * @param scheduler who chooses where the run could go on in several ways
 * @param epoch what the wall clocks show at virtual time 0
 * @param seed of everything random
 * @param tables every table of the system by name, holding what it holds at the start; the run changes them
 * @param resource attributes that every span's resource and every log line carry
 */
public record Setup(Scheduler scheduler, Moment epoch, Seed seed, SortedMap<String, Store> tables, SortedMap<String, String> resource) {
    public Setup {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        resource = Collections.unmodifiableSortedMap(new TreeMap<>(resource));
    }
}
