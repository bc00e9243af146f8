'use strict';
/*
 * Date, Intl, performance, hrtime, uptime, the time stamps of events: all read the segment's virtual clocks. A Date made here is a real Date, so
 * that `instanceof`, structured cloning and every built-in accept it.
 */
const os = require('os');
const real = require('./real');
const { monotonicNanos, epochMillis, quietNanos, segment } = require('./segment');

const MILLI = 1e6;
const SECOND = 1e9;
/** What passes between the start of a process and its program. Caches take a `performance.now()` of 0 for "no moment" (lru-cache); nobody's is. */
const START_UP_NANOS = 100 * MILLI;
/** A machine that has been up for an hour: moment zero was "long ago". */
const UP_NANOS = 3600 * SECOND;
let startNanos = 0;
let timeOrigin = 0;

function virtualDate() {
  function Date(...parts) {
    if (new.target === undefined) {
      return new real.Date(epochMillis()).toString();
    }
    const values = parts.length === 0 ? [epochMillis()] : parts;
    return Reflect.construct(real.Date, values, new.target === Date ? real.Date : new.target);
  }
  const hidden = (value) => ({ value, writable: true, enumerable: false, configurable: true });
  Object.defineProperties(Date, {
    length: { value: 7, configurable: true },
    prototype: { value: real.Date.prototype, writable: false },
    now: hidden(function now() {
      return epochMillis();
    }),
    parse: hidden(real.Date.parse),
    UTC: hidden(real.Date.UTC),
  });
  real.Date.prototype.constructor = Date;
  return Date;
}

function installIntl() {
  const proto = Intl.DateTimeFormat.prototype;
  const format = Object.getOwnPropertyDescriptor(proto, 'format').get;
  const formatToParts = proto.formatToParts;
  const bound = new WeakMap();
  Object.defineProperty(proto, 'format', {
    configurable: true,
    get() {
      if (!bound.has(this)) {
        const formatter = format.call(this);
        bound.set(this, (date) => formatter(date === undefined ? epochMillis() : date));
      }
      return bound.get(this);
    },
  });
  proto.formatToParts = function (date) {
    return formatToParts.call(this, date === undefined ? epochMillis() : date);
  };
}

const sinceStartMillis = () => (monotonicNanos() - startNanos) / MILLI;

function installPerformance() {
  const proto = Object.getPrototypeOf(performance);
  const { mark, measure } = performance;
  Object.defineProperty(performance, 'timeOrigin', { configurable: true, get: () => timeOrigin });
  const replaceMethod = (name, value) => Object.defineProperty(proto, name, { value, writable: true, configurable: true, enumerable: true });
  replaceMethod('now', function now() {
    return sinceStartMillis();
  });
  replaceMethod('mark', function (name, options) {
    return mark.call(this, name, { startTime: sinceStartMillis(), ...options });
  });
  replaceMethod('measure', function (name, startOrOptions, endMark) {
    if (typeof startOrOptions === 'object' && startOrOptions !== null) {
      const open = startOrOptions.end === undefined && startOrOptions.duration === undefined;
      return measure.call(this, name, open ? { ...startOrOptions, end: sinceStartMillis() } : startOrOptions);
    }
    return measure.call(this, name, { start: startOrOptions ?? 0, end: endMark ?? sinceStartMillis() });
  });
  replaceMethod('eventLoopUtilization', () => ({ idle: 0, active: 0, utilization: 0 }));
  installEntries();
  installHistograms();
  Object.defineProperty(performance, 'nodeTiming', {
    configurable: true,
    value: Object.freeze({ name: 'node', entryType: 'node', startTime: 0, duration: 0, nodeStart: 0, v8Start: 0, environment: 0, bootstrapComplete: 0,
      loopStart: 0, loopExit: -1, idleTime: 0 }),
  });
  Object.defineProperty(Event.prototype, 'timeStamp', { configurable: true, enumerable: true, get: () => (quietNanos() - startNanos) / MILLI });
}

const OWN_ENTRIES = new Set(['mark', 'measure', 'resource']);

/** What Node measures by itself (wrapped functions, its own requests) takes no time, and began when it was first looked at. */
function installEntries() {
  const proto = require('perf_hooks').PerformanceEntry.prototype;
  const startTime = Object.getOwnPropertyDescriptor(proto, 'startTime').get;
  const duration = Object.getOwnPropertyDescriptor(proto, 'duration').get;
  const seen = new WeakMap();
  const started = (entry) => {
    if (!seen.has(entry)) {
      seen.set(entry, (quietNanos() - startNanos) / MILLI);
    }
    return seen.get(entry);
  };
  const replaceGetter = (name, get) => Object.defineProperty(proto, name, { configurable: true, enumerable: true, get });
  replaceGetter('startTime', function () {
    return OWN_ENTRIES.has(this.entryType) ? startTime.call(this) : started(this);
  });
  replaceGetter('duration', function () {
    return OWN_ENTRIES.has(this.entryType) ? duration.call(this) : 0;
  });
  const { toJSON } = proto;
  proto.toJSON = function () {
    return { ...toJSON.call(this), startTime: this.startTime, duration: this.duration };
  };
}

/** The loop is never late here; and what passes between two recordings passes on the virtual clock. */
function installHistograms() {
  const perfHooks = require('perf_hooks');
  const { createHistogram } = perfHooks;
  const proto = Object.getPrototypeOf(createHistogram());
  const recorded = new WeakMap();
  proto.recordDelta = function () {
    const now = monotonicNanos();
    if (recorded.has(this)) {
      this.record(Math.max(1, now - recorded.get(this)));
    }
    recorded.set(this, now);
  };
  perfHooks.monitorEventLoopDelay = () => Object.assign(createHistogram(), { enable: () => true, disable: () => true });
}

const sinceBootNanos = () => monotonicNanos() + UP_NANOS;

function installHrtime() {
  const hrtime = function (previous) {
    const nanos = sinceBootNanos();
    let seconds = Math.floor(nanos / SECOND);
    let rest = nanos % SECOND;
    if (previous !== undefined) {
      seconds -= previous[0];
      rest -= previous[1];
      if (rest < 0) {
        seconds -= 1;
        rest += SECOND;
      }
    }
    return [seconds, rest];
  };
  hrtime.bigint = () => BigInt(sinceBootNanos());
  process.hrtime = hrtime;
  process.uptime = () => (monotonicNanos() - startNanos) / SECOND;
  os.uptime = () => Math.floor(sinceBootNanos() / SECOND);
}

/** `console.time` reads a clock that cannot be replaced from outside, so it is done again on the virtual one. */
function installConsoleTimers() {
  const started = new Map();
  const elapsed = (label) => `${((monotonicNanos() - started.get(label)) / MILLI).toFixed(3)}ms`;
  console.time = (label = 'default') => {
    started.set(`${label}`, monotonicNanos());
  };
  console.timeLog = (label = 'default', ...rest) => {
    if (started.has(`${label}`)) {
      console.log('%s: %s', label, elapsed(`${label}`), ...rest);
    }
  };
  console.timeEnd = (label = 'default') => {
    console.timeLog(label);
    started.delete(`${label}`);
  };
}

/** A file made in memory is stamped by a clock that cannot be replaced from outside. */
function installFile() {
  const buffer = require('buffer');
  if (typeof buffer.File !== 'function') {
    return;
  }
  class File extends buffer.File {
    constructor(bits, name, options) {
      super(bits, name, options?.lastModified === undefined ? { ...options, lastModified: epochMillis() } : options);
    }
  }
  buffer.File = File;
  if (globalThis.File !== undefined) {
    globalThis.File = File;
  }
}

/**
 * A response that a framework makes for itself (no server here sends one) is dated by a clock that cannot be replaced from outside. The date is put among
 * its headers instead, where Node would put its own.
 */
function installResponseDates() {
  whenGiven(require('stream').prototype, '_storeHeader', 'OutgoingMessage', (store) => function _storeHeader(firstLine, headers) {
    return this.sendDate && !names(headers).some((name) => /^date$/i.test(name))
      ? dated(this, headers, (all) => store.call(this, firstLine, all)) : store.call(this, firstLine, headers);
  });
}

/** Wraps a method that Node gives a class when it loads it, by what the class inherits from: `http` is not loaded for its sake. */
function whenGiven(ancestor, name, heir, wrap) {
  const given = (prototype, value) => Object.defineProperty(prototype, name, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(ancestor, name, {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(method) {
      if (this.constructor?.name === heir && typeof method === 'function') {
        delete ancestor[name];
        given(this, wrap(method));
      } else {
        given(this, method);
      }
    },
  });
}

/** Of headers as Node has them here: in an object, as pairs, or as a list of name, value, name, … */
function names(headers) {
  if (!Array.isArray(headers)) {
    return Object.keys(headers ?? {});
  }
  return Array.isArray(headers[0]) ? headers.map(([name]) => name) : headers.filter((_, index) => index % 2 === 0);
}

function dated(message, headers, then) {
  const date = ['Date', new real.Date(epochMillis()).toUTCString()];
  if (Array.isArray(headers)) {
    return then(Array.isArray(headers[0]) ? [...headers, date] : [...headers, ...date]);
  }
  if (!Object.getOwnPropertySymbols(message).some((symbol) => message[symbol] === headers)) {
    return then({ ...headers, Date: date[1] });
  }
  // the message's own, which Node tells by its identity
  headers.date = date;
  try {
    return then(headers);
  } finally {
    delete headers.date;
  }
}

/** Nobody else runs who could notify: waiting is sleeping, and sleeping moves this guest's clocks. */
function installAtomicsWait() {
  const { wait } = Atomics;
  Atomics.wait = function (array, index, value, timeout = Infinity) {
    if (wait(array, index, value, 0) === 'not-equal') {
      return 'not-equal';
    }
    if (timeout === Infinity) {
      return wait(array, index, value);
    }
    segment.aheadNanos += Math.max(0, +timeout || 0) * MILLI;
    return 'timed-out';
  };
}

/** Called when the kernel's clock first arrives: the process starts then. */
function started() {
  startNanos = segment.monotonicNanos - START_UP_NANOS;
  timeOrigin = segment.wallMillis + (segment.wallNanosOfMilli - START_UP_NANOS) / MILLI;
}

function install() {
  globalThis.Date = virtualDate();
  installIntl();
  installPerformance();
  installHrtime();
  installConsoleTimers();
  installAtomicsWait();
  installFile();
  installResponseDates();
}

module.exports = { install, started };
