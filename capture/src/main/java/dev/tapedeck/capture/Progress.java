package dev.tapedeck.capture;

/** Told while long work goes on, so that the command line can show it. Called from the thread that reads, at most once a block. */
@FunctionalInterface
public interface Progress {

    Progress NONE = (source, bytes) -> {};

    /**
     * @param source name of what is being read
     * @param bytes read from it so far, before decompression
     */
    void read(String source, long bytes);
}
