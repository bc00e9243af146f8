'use strict';
/*
 * What is true of the segment that runs now: the kernel's clock at its start, and whether it has read a clock or drawn anything random. Every hook
 * reads its time here, so that a control test with one hook off leaves the others as they are.
 */
const SPIN_READS = 10_000;
const SPIN_STRIDE = 100;
const MILLI = 1e6;

const segment = {
  monotonicNanos: 0,
  wallMillis: 0,
  wallNanosOfMilli: 0,
  readClock: false,
  drewEntropy: false,
  reads: 0,
  /** How far a busy loop has pushed this guest's clocks ahead of the kernel's. */
  aheadNanos: 0,
  /** Once something large was filled with random bytes it may be a pool that later invocations draw from unseen. */
  holdsPool: false,
};

/** Takes the kernel's clock from a frame. Monotonic time never goes back, so what a busy loop ran ahead is only given up as the kernel catches up. */
function advance(frame) {
  const before = segment.monotonicNanos + segment.aheadNanos;
  segment.monotonicNanos = frame.f64();
  segment.wallMillis = frame.f64();
  segment.wallNanosOfMilli = frame.u32();
  segment.aheadNanos = Math.max(0, before - segment.monotonicNanos);
  segment.readClock = false;
  segment.drewEntropy = segment.holdsPool;
  segment.reads = 0;
  return frame.f64();
}

/** Every clock read counts. A loop that waits for time to pass gets some, by a rule that depends on nothing but the number of reads. */
function read() {
  segment.readClock = true;
  if (++segment.reads > SPIN_READS && segment.reads % SPIN_STRIDE === 0) {
    segment.aheadNanos += MILLI;
  }
}

function monotonicNanos() {
  read();
  return segment.monotonicNanos + segment.aheadNanos;
}

function epochMillis() {
  read();
  return segment.wallMillis + Math.floor((segment.wallNanosOfMilli + segment.aheadNanos) / MILLI);
}

/** For timers: the moment without its being a read. */
function quietNanos() {
  return segment.monotonicNanos + segment.aheadNanos;
}

/** Both clocks as they stand, for a process that starts now. */
function moment() {
  const nanos = segment.wallNanosOfMilli + segment.aheadNanos;
  const millis = Math.floor(nanos / MILLI);
  return { monotonicNanos: quietNanos(), wallMillis: segment.wallMillis + millis, wallNanosOfMilli: nanos - millis * MILLI };
}

module.exports = { segment, advance, monotonicNanos, epochMillis, quietNanos, moment };
