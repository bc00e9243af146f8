package dev.tapedeck.sandbox;

import java.util.List;

/**
 * What one guest may use, so that a fork bomb or a full disk ends the guest and not the machine. The figures are Lambda's, from
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and, for the scratch space,
 * https://docs.aws.amazon.com/lambda/latest/api/API_EphemeralStorage.html. Who holds a guest to them is {@link ControlGroups}' to say.
 *
 * @param memoryMegabytes as the function is configured
 * @param scratchMegabytes size of {@code /tmp}: 512 where nothing else is configured, up to 10,240
 * @param processes processes and threads together
 * @param openFiles descriptors of one process
 * @param processors processors' worth of time; a fraction is allowed
 */
public record Limits(int memoryMegabytes, int scratchMegabytes, int processes, int openFiles, double processors) {

    static final int USUAL_SCRATCH = 512;
    private static final int LARGEST_SCRATCH = 10_240;
    private static final int LAMBDA_PROCESSES = 1024;
    private static final int LAMBDA_OPEN_FILES = 1024;

    /** At this memory a function has the equivalent of one processor (lambda/latest/dg/configuration-memory.html). */
    private static final double MEGABYTES_A_PROCESSOR = 1769;

    /** What the runtime and its hooks take beside the function's own. */
    private static final int OVERHEAD_MEGABYTES = 128;

    /** Of processor time, each process: no replay comes near, and none spins for ever. */
    private static final int CPU_SECONDS = 3600;

    private static final long MEGABYTE = 1L << 20;
    private static final long FILE_BLOCK = 512;

    public Limits {
        if (scratchMegabytes < 1 || scratchMegabytes > LARGEST_SCRATCH) {
            throw new IllegalArgumentException("a `/tmp` of " + scratchMegabytes + " MB: it is 512 to 10240");
        }
        if (memoryMegabytes < 1 || processes < 1 || openFiles < 1 || !(processors > 0)) {
            throw new IllegalArgumentException("a limit is more than nothing: " + memoryMegabytes + " MB, " + processes + " processes, "
                    + openFiles + " files, " + processors + " processors");
        }
    }

    /** Those of a function of this memory, as Lambda has them. */
    public static Limits ofFunction(int memoryMegabytes) {
        return ofFunction(memoryMegabytes, USUAL_SCRATCH);
    }

    /** @param scratchMegabytes what it is configured to have as {@code /tmp} */
    public static Limits ofFunction(int memoryMegabytes, int scratchMegabytes) {
        return new Limits(memoryMegabytes, scratchMegabytes, LAMBDA_PROCESSES, LAMBDA_OPEN_FILES,
                Math.ceil(memoryMegabytes / MEGABYTES_A_PROCESSOR));
    }

    long scratchBytes() {
        return scratchMegabytes * MEGABYTE;
    }

    /** All that the guest's processes hold together. What is in {@code /tmp} is memory too, and is counted with it by the system. */
    long groupBytes() {
        return (memoryMegabytes + scratchMegabytes + OVERHEAD_MEGABYTES) * MEGABYTE;
    }

    /** Commands of {@code sh} that limit every process from here on, whoever starts it. */
    String processLimits() {
        // a file that fills /tmp meets the end of /tmp first, which is an error and not a signal
        long fileBlocks = (scratchBytes() + MEGABYTE) / FILE_BLOCK;
        return "ulimit -c 0; ulimit -n " + openFiles + "; ulimit -f " + fileBlocks + "; ulimit -t " + CPU_SECONDS + "; ";
    }

    /**
     * As {@link #processLimits}, where no control group limits memory: what one process may write to, of what it has for itself.
     *
     * @param reservedMegabytes what of that its interpreter takes and does not use
     */
    String memoryLimit(int reservedMegabytes) {
        return "ulimit -d " + (memoryMegabytes + OVERHEAD_MEGABYTES + reservedMegabytes) * 1024L + "; ";
    }

    /**
     * A command before the guest's own, where no control group counts processes. It has to come after the namespace: the system counts per user, and
     * outside all guests are one user.
     */
    List<String> countedInside() {
        // `-u` in bash, `-p` in dash and busybox, where `-u` is no option
        return List.of("/bin/sh", "-c", "ulimit -u " + processes + " 2>/dev/null || ulimit -p " + processes + " || exit 125; exec \"$@\"",
                "sh");
    }
}
