'use strict';

/** What is true of the process: when it began, where the real handler is, and that it is cold once. */
const began = process.hrtime.bigint();

let coldStart = { calls: 0 };

module.exports = {
  original: undefined,

  countInitCall() {
    if (coldStart && coldStart.initNanos === undefined) coldStart.calls += 1;
  },

  initialised() {
    coldStart.initNanos = Number(process.hrtime.bigint() - began);
  },

  /** {initNanos, calls} for the first invocation, undefined for later ones. */
  takeColdStart() {
    const taken = coldStart;
    coldStart = undefined;
    return taken;
  },
};
