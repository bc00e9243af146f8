'use strict';

/**
 * Wall time with the resolution of the monotonic clock.
 *
 * Date.now() alone is too coarse to order calls of one millisecond; the monotonic clock alone falls
 * behind while a function instance is frozen between two invocations. So the offset between the two
 * is kept, and taken anew whenever they have drifted apart by more than `TOLERANCE_MILLIS`.
 */
const TOLERANCE_MILLIS = 2;

let offsetMillis = performance.timeOrigin;

/** Epoch time in milliseconds, with fractions. */
function epochMillis() {
  const monotonic = performance.now();
  const wall = Date.now();
  if (Math.abs(wall - (offsetMillis + monotonic)) > TOLERANCE_MILLIS) {
    offsetMillis = wall - monotonic;
  }
  return offsetMillis + monotonic;
}

/** The present as OpenTelemetry's [seconds, nanoseconds]. */
function now() {
  const millis = epochMillis();
  const seconds = Math.floor(millis / 1000);
  return [seconds, Math.round((millis - seconds * 1000) * 1e6)];
}

module.exports = { now };
