package dev.tapedeck.cartridge;

/**
 * The one layout of a cartridge's ZIP (PKWARE APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16). Every field that does not depend on the content
 * is fixed, so that each byte of the file is either checked by a digest or has one possible value:
 *
 * <pre>
 *   (local header, content)*    sorted by name, without gaps, from offset 0
 *   central directory           the same entries in the same order
 *   end record                  no comment, at the very end
 *
 *   local header                      central header
 *    0  4  signature "PK\3\4"          0  4  signature "PK\1\2"
 *    4  2  version needed: 20          4  2  version made by: 20 (host 0)
 *    6  2  flags: 0                    6 24  the 24 bytes of the local header from 4 on, to name length
 *    8  2  method: 0 or 8             30  2  extra length: 0
 *   10  2  time: 0                    32  2  comment length: 0
 *   12  2  date: 1980-01-01           34  2  disk: 0
 *   14  4  CRC-32                     36  2  internal attributes: 0
 *   18  4  compressed size            38  4  external attributes: 0
 *   22  4  size                       42  4  offset of the local header
 *   26  2  name length                46     name
 *   28  2  extra length: 0
 *   30     name
 * </pre>
 */
final class Zip {
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;
    static final int VERSION = 20;
    static final int STORED = 0;
    static final int DEFLATED = 8;
    /** 1980-01-01, the first day that ZIP knows. */
    static final int DATE = 0x21;
    /** Uncompressed bytes below which a ratio means nothing. */
    static final int RATIO_FROM_BYTES = 1 << 20;

    private Zip() {}

    /** What both headers of an entry say of it. */
    record Header(String name, int method, int crc, int compressedSize, int size) {}
}
