/** Field policy, detectors, pseudonyms and the leak gate. */
@NullMarked
package dev.tapedeck.redaction;

import org.jspecify.annotations.NullMarked;
