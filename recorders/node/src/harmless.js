'use strict';

const fs = require('node:fs');

/**
 * A recorder must never be the incident: what it does on the function's path goes through here. A
 * fault of ours is said once on standard error, and the function goes on, unrecorded at that point.
 */
let said = false;

function complain(error) {
  if (said) return;
  said = true;
  fs.writeSync(2, `tapedeck recorder: ${error.message}\n`); // not through the stream, which is recorded
}

/** The result of `work`, or undefined where it threw. */
function harmless(work) {
  try {
    return work();
  } catch (error) {
    complain(error);
    return undefined;
  }
}

module.exports = { harmless, complain };
