/** The file: canonical bytes, digests, signatures, provenance. */
@NullMarked
package dev.tapedeck.cartridge;

import org.jspecify.annotations.NullMarked;
