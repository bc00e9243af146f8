'use strict';
/*
 * Turns the event loop by the kernel's hand. A segment ends when ticks, microtasks and immediates are drained, no request of Node's own is out, and
 * nothing happened in a whole round of the loop; then what it yielded goes to the kernel, and the kernel's one decision comes back.
 *
 *   decision -> callbacks, promises, immediates ... -> quiet twice -> oldest background job? -> empty loop? -> exchange -> decision
 */
const real = require('./real');
const clock = require('./clock');
const timers = require('./timers');
const entropy = require('./entropy');
const sockets = require('./sockets');
const handler = require('./handler');
const { releaseOldest } = require('./offload');
const { FROM_KERNEL, exchange } = require('./channel');
const { segment, advance } = require('./segment');

/** Node's own requests: module loading, mostly. What the hooks replaced never shows here. */
const BUSY = /^Immediate$|Req/;
const BUSY_WITH_REAL_TIMERS = /^Immediate$|^Timeout$|Req|TCP|TLS|Pipe/;

let busy = BUSY;
let calmRounds = 0;
let eventsSeen = -1;

function stirs() {
  if (real.activeResources().some((resource) => busy.test(resource))) {
    return true;
  }
  const events = real.nodeTiming.uvMetricsInfo?.events ?? 0;
  const moved = events !== eventsSeen;
  eventsSeen = events;
  return moved;
}

function turn() {
  const still = !stirs();
  // ahead of the decision, whose callbacks may throw
  real.setImmediate(turn);
  if (!still) {
    calmRounds = 0;
  } else if (++calmRounds >= 2 && !releaseOldest() && !handler.loopIsEmpty(pendingReferenced)) {
    calmRounds = 0;
    decide();
  }
}

const pendingReferenced = () => timers.pendingReferenced() + sockets.pendingReferenced();

function decide() {
  const frame = exchange(timers.earliestNanos(), timers.earliestFreshNanos(), segment.readClock, segment.drewEntropy);
  timers.settle(advance(frame));
  switch (frame.type) {
    case FROM_KERNEL.START:
      clock.started();
      entropy.seed([frame.u32(), frame.u32(), frame.u32(), frame.u32()]);
      handler.load();
      break;
    case FROM_KERNEL.INVOKE:
      entropy.seed([frame.u32(), frame.u32(), frame.u32(), frame.u32()]);
      handler.invoke({
        deadlineMillis: frame.f64(), requestId: frame.sizedText(), functionArn: frame.sizedText(), traceHeader: frame.sizedText(), event: frame.text(),
      });
      break;
    case FROM_KERNEL.DATA:
      sockets.receive(frame.u32(), frame.u8() === 1, frame.bytes());
      break;
    case FROM_KERNEL.ERROR:
      sockets.fail(frame.u32(), frame.text());
      break;
    case FROM_KERNEL.TIMER:
      timers.fireEarliest();
      break;
    default:
      throw new Error(`control channel: no such frame: ${frame.type}`);
  }
}

function begin(greeting) {
  if (['timers', 'sockets', 'offload', 'files', 'zlib'].some((hook) => greeting.disabledHooks.includes(hook))) {
    busy = BUSY_WITH_REAL_TIMERS;
  }
  handler.prepare(greeting);
  real.setImmediate(turn);
}

module.exports = { begin };
