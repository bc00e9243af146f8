package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A guest's process in the fence. What it prints natively (past the hooks: V8's last words, bubblewrap's complaints) stays in a pipe and is read
 * only to say why it died.
 */
final class FencedLaunch implements Launch {

    private static final int LAST_WORDS = 4096;
    private static final long REAP_SECONDS = 10;
    private static final long LEAVE_SECONDS = 2;
    private static final long LOOK_EVERY_MILLIS = 1;
    private static final int MOST_LOOKS = 10_000;
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("heap out of memory|Allocation failed|out of memory",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ERROR_LINE = Pattern.compile("^\\w*(Error|FATAL ERROR|bwrap)\\b");

    private final Fence.Fenced fence;
    private final Process process;
    private final ControlGroup group;
    private final Limits limits;
    private volatile boolean killed;

    FencedLaunch(Fence.Fenced fence, Launcher.Started started, Limits limits) {
        this.fence = fence;
        this.process = started.process();
        this.group = started.group();
        this.limits = limits;
    }

    @Override
    public InputStream fromGuest() {
        return process.getInputStream();
    }

    @Override
    public OutputStream toGuest() {
        return process.getOutputStream();
    }

    @Override
    public void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            kill();
        }
    }

    @Override
    public void kill() {
        killed = true;
        process.destroyForcibly();
    }

    @Override
    public Scratch scratch() {
        return Scratch.of(process.toHandle(), fence, limits.scratchBytes());
    }

    @Override
    public boolean awaitEnd(Scratch seen) {
        try {
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            for (int look = 0; look < MOST_LOOKS && !seen.isAtRest(); look++) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
            return seen.isAtRest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String reasonOfDeath() {
        if (killed) {
            return "the guest's process was ended from outside";
        }
        try {
            if (!process.waitFor(REAP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "the guest closed its control channel";
            }
            return described(process.exitValue(), lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the wait for the guest's process was interrupted";
        } catch (IOException e) {
            return described(process.exitValue(), "");
        }
    }

    private String lastWords() throws IOException {
        byte[] all = process.getErrorStream().readNBytes(1 << 16);
        int from = Math.max(0, all.length - LAST_WORDS);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
    }

    private String described(int exitValue, String lastWords) {
        boolean outOfMemory = group.ranOutOfMemory() || OUT_OF_MEMORY.matcher(lastWords).find();
        String detail = outOfMemory
                ? "the guest ran out of memory: " + limits.memoryMegabytes() + " MB"
                : lastWords.isEmpty() ? "" : telling(lastWords);
        return RuntimeExit.of(exitValue) + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    private static String telling(String text) {
        return text.lines().filter(ERROR_LINE.asPredicate()).findFirst().orElseGet(() -> text.lines().findFirst().orElse(""));
    }
}
