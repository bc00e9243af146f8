'use strict';
/*
 * Timers of all kinds as requests to the kernel. The guest keeps them sorted and tells the kernel only the earliest; the kernel fires one at a time.
 *
 *   made in this segment: `fresh`  --next frame, moved by the compute charged-->  `heap`  --TIMER frame-->  fired
 */
const timers = require('timers');
const promises = require('timers/promises');
const { AsyncResource } = require('async_hooks');
const real = require('./real');
const { quietNanos } = require('./segment');

const MILLI = 1e6;
const MAX_DELAY = 2 ** 31 - 1;

let sequence = 0;
let heap = [];
let fresh = [];
let referenced = 0;
const byId = new Map();

const earlier = (a, b) => a.dueNanos < b.dueNanos || (a.dueNanos === b.dueNanos && a.sequence < b.sequence);

function place(timer, index) {
  heap[index] = timer;
  timer.index = index;
}

function siftUp(timer, from) {
  let index = from;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!earlier(timer, heap[parent])) {
      break;
    }
    place(heap[parent], index);
    index = parent;
  }
  place(timer, index);
}

function siftDown(timer, from) {
  let index = from;
  for (let child = 2 * index + 1; child < heap.length; child = 2 * index + 1) {
    if (child + 1 < heap.length && earlier(heap[child + 1], heap[child])) {
      child += 1;
    }
    if (!earlier(heap[child], timer)) {
      break;
    }
    place(heap[child], index);
    index = child;
  }
  place(timer, index);
}

function removeFromHeap(timer) {
  const last = heap.pop();
  if (last !== timer) {
    const index = timer.index;
    siftUp(last, index);
    siftDown(last, last.index);
  }
}

class Timeout extends AsyncResource {
  constructor(callback, delay, args, repeat) {
    super('Timeout');
    const millis = +delay;
    this.delayNanos = (millis >= 1 && millis <= MAX_DELAY ? Math.trunc(millis) : 1) * MILLI;
    this.callback = callback;
    this.args = args;
    this.repeat = repeat;
    this.referenced = true;
    this.id = 0;
    this.index = -1;
    arm(this);
  }

  ref() {
    count(this, true);
    return this;
  }

  unref() {
    count(this, false);
    return this;
  }

  hasRef() {
    return this.referenced;
  }

  refresh() {
    disarm(this);
    arm(this);
    return this;
  }

  close() {
    cancel(this);
    return this;
  }

  [Symbol.toPrimitive]() {
    if (this.id === 0) {
      this.id = this.sequence;
      byId.set(this.id, this);
    }
    return this.id;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    cancel(this);
  }
}

function arm(timer) {
  timer.dueNanos = quietNanos() + timer.delayNanos;
  timer.sequence = ++sequence;
  timer.armed = true;
  timer.fresh = true;
  fresh.push(timer);
  referenced += timer.referenced ? 1 : 0;
}

function disarm(timer) {
  if (!timer.armed) {
    return;
  }
  timer.armed = false;
  referenced -= timer.referenced ? 1 : 0;
  if (timer.fresh) {
    timer.fresh = false;
    fresh.splice(fresh.lastIndexOf(timer), 1);
  } else {
    removeFromHeap(timer);
  }
}

/** For good: an interval does not come back, and the number that stood for the timer is free. */
function cancel(timer) {
  timer.repeat = false;
  disarm(timer);
  byId.delete(timer.id);
}

function count(timer, wanted) {
  if (timer.armed && timer.referenced !== wanted) {
    referenced += wanted ? 1 : -1;
  }
  timer.referenced = wanted;
}

function clear(timer) {
  const found = timer instanceof Timeout ? timer : byId.get(+timer);
  if (found !== undefined) {
    cancel(found);
  }
}

function checkCallback(callback) {
  if (typeof callback !== 'function') {
    const error = new TypeError(`The "callback" argument must be of type function. Received ${typeof callback}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
}

function setTimeout(callback, delay, ...args) {
  checkCallback(callback);
  return new Timeout(callback, delay, args, false);
}

function setInterval(callback, delay, ...args) {
  checkCallback(callback);
  return new Timeout(callback, delay, args, true);
}

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

function delayed(delay, value, options = {}) {
  const { signal, ref = true } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted(signal));
      return;
    }
    const abandon = () => {
      cancel(timer);
      reject(aborted(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abandon);
      resolve(value);
    }, delay);
    if (!ref) {
      timer.unref();
    }
    signal?.addEventListener('abort', abandon, { once: true });
  });
}

async function* interval(delay, value, options) {
  for (;;) {
    await delayed(delay, undefined, options);
    yield value;
  }
}

function abortAfter(delay) {
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  setTimeout(expire, delay).unref();
  return controller.signal;
}

/** Begins a segment: the timers of the last one move by the compute that the kernel charged for it. */
function settle(chargedNanos) {
  for (const timer of fresh) {
    timer.fresh = false;
    timer.dueNanos += chargedNanos;
    heap.push(timer);
    siftUp(timer, heap.length - 1);
  }
  fresh = [];
}

function fireEarliest() {
  const timer = heap[0];
  if (timer === undefined || timer.dueNanos > quietNanos()) {
    return;
  }
  disarm(timer);
  try {
    timer.runInAsyncScope(timer.callback, timer, ...timer.args);
  } finally {
    if (timer.repeat && !timer.armed) {
      arm(timer);
    } else if (!timer.armed) {
      byId.delete(timer.id);
    }
  }
}

const earliestNanos = () => (heap.length === 0 ? Infinity : heap[0].dueNanos);
const earliestFreshNanos = () => fresh.reduce((least, timer) => Math.min(least, timer.dueNanos), Infinity);
const pendingReferenced = () => referenced;

function install() {
  const replaced = { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear };
  Object.defineProperty(setTimeout, real.promisified, { enumerable: true, get: () => delayed });
  Object.assign(globalThis, replaced);
  Object.assign(timers, replaced);
  promises.setTimeout = delayed;
  promises.setInterval = interval;
  Object.getPrototypeOf(promises.scheduler).wait = (delay, options) => delayed(delay, undefined, options);
  AbortSignal.timeout = abortAfter;
}

module.exports = { install, setTimeout, clear, settle, fireEarliest, earliestNanos, earliestFreshNanos, pendingReferenced };
