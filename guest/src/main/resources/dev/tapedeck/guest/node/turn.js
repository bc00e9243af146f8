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
const children = require('./child-process');
const atOnce = require('./children');
const { unnumbered } = require('./numbers');
const { releaseOldest } = require('./offload');
const { FROM_KERNEL, exchange } = require('./channel');
const { segment, advance } = require('./segment');

/** Node's own requests: module loading, mostly. What the hooks replaced never shows here. */
const BUSY = /^Immediate$|Req/;
const BUSY_WITH_REAL_TIMERS = /^Immediate$|^Timeout$|Req|TCP|TLS|Pipe/;

let busy = BUSY;
/** A loop of immediates may wait for a timer: after so many rounds it is asked to wait with everybody else. */
const POLLING_ROUNDS = 2000;

/** What is done at rest. */
let decision = decide;
let unhooked = false;
let calmRounds = 0;
let pollingRounds = 0;
let toldBefore = 0;
let eventsSeen = -1;

/** Whether something is out that will wake the guest, or happened since it was last asked. */
function stirs() {
  const resources = real.activeResources().filter((resource) => busy.test(resource));
  const polls = resources.length > 0 && resources.every((resource) => resource === 'Immediate') && children.told() === toldBefore;
  toldBefore = children.told();
  pollingRounds = polls ? pollingRounds + 1 : 0;
  if (resources.length > 0) {
    return true;
  }
  const events = real.nodeTiming.uvMetricsInfo?.events ?? 0;
  const moved = events !== eventsSeen;
  eventsSeen = events;
  return moved;
}

const turnAgain = () => real.setImmediate(turn);
let numbered = false;

function turn() {
  const stirring = stirs();
  // ahead of the decision, whose callbacks may throw
  if (numbered) {
    turnAgain();
  } else {
    unnumbered(turnAgain);
  }
  calmRounds = stirring ? 0 : calmRounds + 1;
  const rests = calmRounds >= 2 && !releaseOldest() && !children.runReady(pendingElsewhere) && !awaitsRealThings() && !handler.loopIsEmpty(pendingReferenced);
  if (rests || (pollingRounds > POLLING_ROUNDS && !releaseOldest())) {
    calmRounds = 0;
    pollingRounds = 0;
    decision();
  }
}

const pendingElsewhere = () => ({ timers: timers.pendingReferenced(), sockets: sockets.pendingReferenced() });
const pendingReferenced = () => timers.pendingReferenced() + sockets.pendingReferenced() + children.pendingReferenced();

/** With real timers or threads in play, as in a control test, something may be on its way that does not show here. */
const awaitsRealThings = () => unhooked && handler.isUndecided() && pendingReferenced() === 0;

/** What came while this process stood still for another one. */
const kept = [];

function ask(olderNanos, freshNanos) {
  const frame = exchange(olderNanos, freshNanos, segment.readClock, segment.drewEntropy);
  timers.settle(advance(frame));
  return frame;
}

/** Stands still until `dueNanos`, or until something comes for the process that is waited for. All else is kept for later, as by an event loop that is blocked. */
function standStill(dueNanos) {
  const frame = ask(dueNanos, Infinity);
  if (frame.type === FROM_KERNEL.TIMER) {
    return;
  }
  const rest = frame.kept();
  const connection = [FROM_KERNEL.DATA, FROM_KERNEL.ERROR].includes(frame.type) ? frame.u32() : undefined;
  if (!sockets.carries(connection)) {
    kept.push(rest);
  } else if (frame.type === FROM_KERNEL.DATA) {
    sockets.receive(connection, frame.u8() === 1, frame.bytes());
  } else {
    sockets.fail(connection, frame.text());
  }
}

function decide() {
  const frame = kept.shift() ?? ask(timers.earliestNanos(), timers.earliestFreshNanos());
  switch (frame.type) {
    case FROM_KERNEL.START:
      clock.started();
      entropy.seed([frame.u32(), frame.u32(), frame.u32(), frame.u32()]);
      handler.load();
      break;
    case FROM_KERNEL.INVOKE:
      entropy.seed([frame.u32(), frame.u32(), frame.u32(), frame.u32()]);
      handler.invoke({
        deadlineMillis: frame.f64(), requestId: frame.sizedText(), functionArn: frame.sizedText(), traceHeader: frame.sizedText(),
        clientContext: frame.sizedText(), event: frame.text(),
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

/** In a process that a guest starts nobody decides but what is due next. */
function decideAlone(next) {
  let emptied = false;
  return () => {
    timers.settle(0);
    if (next(timers.earliestNanos(), timers.fireEarliest, pendingReferenced())) {
      emptied = false;
    } else if (emptied) {
      process.exit();
    } else {
      emptied = true;
      process.emit('beforeExit', process.exitCode ?? 0);
    }
  };
}

function beginAlone(greeting, next) {
  decision = decideAlone(next);
  numbered = greeting.disabledHooks.includes('numbers');
  real.setImmediate(turn);
}

function begin(greeting) {
  atOnce.standStillWith(standStill);
  unhooked = ['timers', 'entropy', 'sockets', 'names', 'offload', 'files', 'zlib', 'webcrypto'].some((hook) => greeting.disabledHooks.includes(hook));
  if (unhooked) {
    busy = BUSY_WITH_REAL_TIMERS;
  }
  numbered = greeting.disabledHooks.includes('numbers');
  handler.prepare(greeting);
  real.setImmediate(turn);
}

module.exports = { begin, beginAlone };
