package dev.tapedeck.blueprint;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Measured init durations of functions that do nothing, by Lambda's name of the runtime: what the runtime itself takes, without a user's init
 * code. Each is a sample of ten cold starts from {@code REPORT} lines, x86-64, 512 MB, code in a zip file, in milliseconds.
 *
 * <p>
 * Source: Maxime David, Continuous Lambda Cold Starts Benchmark, measurement of 2025-12-21
 * (https://github.com/maxday/lambda-perf/blob/main/data/2025/2025-12-21.json). {@code provided.al2023} is its Go function.
 */
final class InitDurations {

    static final SortedMap<String, List<Long>> PRESETS = presets();

    private InitDurations() {}

    /** Nanoseconds. */
    static List<Long> of(String preset) {
        return Objects.requireNonNull(PRESETS.get(preset), preset);
    }

    private static SortedMap<String, List<Long>> presets() {
        SortedMap<String, List<Long>> presets = new TreeMap<>();
        presets.put("nodejs20.x", nanos(142.96, 161.28, 134.45, 151.46, 136.91, 137.62, 142.12, 128.85, 140.96, 143.79));
        presets.put("nodejs22.x", nanos(154.97, 135.12, 139.57, 148.2, 142.03, 111.08, 136.8, 136.07, 161.19, 139.79));
        presets.put("nodejs24.x", nanos(303.44, 121.43, 148.31, 150.27, 142.99, 158.73, 150.41, 148.54, 151.68, 146.77));
        presets.put("python3.11", nanos(93.25, 81.4, 83.53, 68.15, 78.93, 102.88, 79.89, 87.91, 89.5, 85.86));
        presets.put("python3.12", nanos(86.23, 83.13, 86.42, 96.4, 93.94, 97.71, 70.15, 79.69, 96.17, 88.24));
        presets.put("python3.13", nanos(92.94, 106.28, 112.06, 98.75, 103.77, 100.28, 109.49, 92.89, 97.51, 110.47));
        presets.put("java21", nanos(300.46, 255.3, 258.99, 267.8, 296.11, 268.07, 262.81, 275.85, 227.19, 258.51));
        presets.put("dotnet8", nanos(290.26, 275.9, 234.96, 286.42, 279.75, 292.3, 242.37, 261.21, 239, 267.39));
        presets.put("ruby3.4", nanos(237.74, 230.95, 209.94, 238.62, 202.71, 225.57, 276.75, 348.64, 210.81, 350.24));
        presets.put("provided.al2023", nanos(50.58, 43.69, 52.05, 51.08, 53.33, 52.21, 85.81, 54.19, 51.07, 52.02));
        return Collections.unmodifiableSortedMap(presets);
    }

    private static List<Long> nanos(double... millis) {
        return DoubleStream.of(millis).mapToObj(each -> Math.round(each * 1_000_000)).toList();
    }
}
