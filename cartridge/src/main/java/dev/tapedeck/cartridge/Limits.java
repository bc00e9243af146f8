package dev.tapedeck.cartridge;

/**
 * How much a file may ask for before it is refused. A cartridge is read into memory, so these bound what a hostile one can cost.
 *
 * @param fileBytes of the file itself
 * @param entries number of entries
 * @param entryBytes of one entry, uncompressed
 * @param totalBytes of all entries, uncompressed
 * @param ratio uncompressed to compressed bytes of an entry over one MiB
 */
public record Limits(long fileBytes, int entries, long entryBytes, long totalBytes, int ratio) {

    public static final Limits DEFAULT = new Limits(256L << 20, 4096, 256L << 20, 512L << 20, 200);

    public Limits {
        if (fileBytes < 1 || entries < 1 || entryBytes < 1 || totalBytes < 1 || ratio < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
        if (fileBytes > Integer.MAX_VALUE - 8 || entryBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a file and an entry are held in memory and cannot be allowed more than 2 GiB");
        }
    }
}
