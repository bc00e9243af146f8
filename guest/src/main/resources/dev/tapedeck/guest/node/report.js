'use strict';
/*
 * What cannot be made deterministic is said by name, once an invocation: done all the same where its result is merely different from run to run,
 * refused where it would escape the kernel altogether.
 */
const { send } = require('./channel');

let said = new Set();

/** `refused`: it gets an error instead. */
function uncontrolled(source, refused = false) {
  if (!said.has(source)) {
    said.add(source);
    send.uncontrolled(source, refused);
  }
}

/** For what must not happen: reports it, and throws an error that says what was refused. */
function refuse(source) {
  uncontrolled(source, true);
  const error = new Error(`${source} is refused: a replay cannot control it`);
  error.code = 'ERR_TAPEDECK_REFUSED';
  throw error;
}

/** A process whose changes of files are of account (child.js) says here what to do about one. */
let changed = () => undefined;

function noteChange() {
  changed();
}

function onChange(then) {
  changed = then;
}

function forget() {
  said = new Set();
}

module.exports = { uncontrolled, refuse, noteChange, onChange, forget };
