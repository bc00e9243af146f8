/** Telemetry in: parsing, correlation, evidence, extraction. */
@NullMarked
package dev.tapedeck.capture;

import org.jspecify.annotations.NullMarked;
