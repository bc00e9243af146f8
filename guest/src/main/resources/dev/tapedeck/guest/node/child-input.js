'use strict';
/*
 * What a child process is given while it runs, each at its moment: standard input, messages, signals. Beyond what it was given it cannot see: where it waits for
 * more, its run is over for now.
 */
const fs = require('fs');
const path = require('path');
const { Readable } = require('stream');
const sockets = require('./sockets');
const { segment, quietNanos } = require('./segment');

const STDIN = 0;

let inputs;
let open;
let stdin;
let note;
let wanted = false;
let ended = false;

const nextNanos = () => inputs[0]?.at ?? Infinity;
const listens = () => process.listenerCount('message') > 0 || process.listenerCount('disconnect') > 0;
/** Whether Node would wait for more of it. */
const keepsAlive = () => (wanted && !ended) || (process.connected === true && listens());
/** Whether an end of all input would show in nothing but the end of the process. */
const endsQuietly = () => !wanted && ['disconnect', 'exit', 'beforeExit'].every((event) => process.listenerCount(event) <= (event === 'disconnect' ? 0 : 1));

function deliver() {
  const next = inputs.shift();
  if (next.connection !== undefined) {
    next.error === undefined ? sockets.receive(next.connection, next.end, Buffer.from(next.data, 'base64')) : sockets.fail(next.connection, next.error);
  } else if (next.stdin !== undefined) {
    stdin.push(Buffer.from(next.stdin, 'base64'));
  } else if (next.end) {
    ended = true;
    stdin.push(null);
  } else if (next.disconnect) {
    disconnected();
  } else if (next.signal !== undefined) {
    signalled(next.signal);
  } else {
    process.emit('message', next.message, undefined);
  }
}

function signalled(signal) {
  if (process.listenerCount(signal) > 0) {
    process.emit(signal, signal);
  } else {
    note({ killed: signal });
    process.reallyExit(0);
  }
}

function disconnected() {
  if (process.connected) {
    process.connected = false;
    process.channel = null;
    process.emit('disconnect');
  }
}

/** Reading at once is waiting until all of it has come. */
function untilEnd() {
  const isOfIt = (input) => input.connection === undefined && (input.stdin !== undefined || input.end);
  const last = inputs.findLast(isOfIt);
  inputs = inputs.filter((input) => !isOfIt(input));
  segment.aheadNanos = Math.max(segment.aheadNanos, (last?.at ?? 0) - segment.monotonicNanos);
  if (open.stdin) {
    note({ waits: true, quiet: false });
    process.reallyExit(0);
  }
}

function readingAtOnce(name, reads) {
  const original = fs[name];
  fs[name] = function (file, ...rest) {
    if (reads(file)) {
      untilEnd();
    }
    return original.call(this, file, ...rest);
  };
}

function installStandardInput() {
  stdin = new Readable({
    read() {
      wanted = true;
    },
  });
  stdin.fd = STDIN;
  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get: () => stdin });
  readingAtOnce('readSync', (file) => file === STDIN);
  readingAtOnce('readFileSync', (file) => file === STDIN || (typeof file === 'string' && path.resolve(file) === '/dev/stdin'));
}

/** Below another program it is whatever that one made of it, read where it is asked for: nothing else is going on here meanwhile. */
function installForeignInput() {
  const { readSync } = fs;
  const foreign = new Readable({
    read(size) {
      const chunk = Buffer.alloc(size);
      const count = readSync(STDIN, chunk, 0, size, null);
      this.push(count === 0 ? null : chunk.subarray(0, count));
    },
  });
  foreign.fd = STDIN;
  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get: () => foreign });
}

function installMessages() {
  process.connected = true;
  process.channel = { ref() {}, unref() {}, refCounted() {}, unrefCounted() {} };
  process.send = function (message, handle, options, callback) {
    const done = [handle, options, callback].find((each) => typeof each === 'function');
    if (!process.connected) {
      const error = Object.assign(new Error('Channel closed'), { code: 'ERR_IPC_CHANNEL_CLOSED' });
      done ? process.nextTick(done, error) : process.nextTick(() => process.emit('error', error));
      return false;
    }
    note({ message: message === undefined ? null : message });
    if (done) {
      process.nextTick(done, null);
    }
    return true;
  };
  process.disconnect = () => {
    if (process.connected) {
      note({ disconnect: true });
      process.nextTick(disconnected);
    }
  };
}

function install(greeting, noteRecord) {
  note = noteRecord;
  inputs = greeting.direct ? greeting.inputs : [];
  open = greeting.open;
  if (greeting.direct) {
    installStandardInput();
  } else {
    installForeignInput();
  }
  if (greeting.ipc) {
    installMessages();
  }
}

module.exports = { install, nextNanos, keepsAlive, endsQuietly, deliver };
