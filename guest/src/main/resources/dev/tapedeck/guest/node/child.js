'use strict';
/*
 * The first code of a Node process that a guest starts (child-run.js): the same hooks, and in the kernel's place the clock of this process, which goes from
 * one thing due to the next. What it does is written to the journal, for whoever started it to hand on at the right moment.
 */
const real = require('./real');
const fs = require('fs');

const { readSync, fstatSync } = fs;
const GREETING = Number(process.env.TAPEDECK_CHILD);
const JOURNAL = GREETING + 1;

function readGreeting() {
  try {
    const content = Buffer.alloc(fstatSync(GREETING).size);
    readSync(GREETING, content, 0, content.length, 0);
    return JSON.parse(content.toString('utf8'));
  } catch {
    real.writeSync(2, 'a Node process that was started past its parents\' descriptors is refused: a replay cannot control it\n');
    return real.exit(125);
  }
}

const greeting = readGreeting();
require('./numbers');
const channel = require('./channel');
const { segment, quietNanos } = require('./segment');
const HOOKS = { ...require('./hooks'), output: require('./child-output') };
const clock = require('./clock');
const entropy = require('./entropy');
const sockets = require('./sockets');
const turn = require('./turn');
const input = require('./child-input');
const { noteInstead } = require('./child-calls');
const { LARGEST_OUTPUT, TOO_MUCH_OUTPUT } = require('./child-output');
const { syncBuiltinESMExports } = require('module');

/** What a guest needs to hold one write, beside its bytes. */
const RECORD_BYTES = 512;

function note(record) {
  real.writeSync(JOURNAL, `${JSON.stringify({ at: quietNanos(), ...record })}\n`);
}

let room = LARGEST_OUTPUT;

/** Written as it is; where this process was started directly, the journal says when. Nobody reads while it runs, so that a flood has to end by itself. */
function write(fd, bytes) {
  room -= bytes.length + RECORD_BYTES;
  if (room < 0 && greeting.direct) {
    note({ uncontrolled: TOO_MUCH_OUTPUT, refused: true });
    real.exit(1);
  }
  for (let at = 0; at < bytes.length;) {
    at += real.writeSync(fd, bytes, at, bytes.length - at);
  }
  if (greeting.direct && bytes.length > 0) {
    note({ fd, bytes: bytes.length });
  }
}

const carried = greeting.direct && greeting.calls;

/** What goes to the kernel in a guest: here there is none to ask. */
function replaceChannel() {
  const { send } = channel;
  send.uncontrolled = (source, refused) => note({ uncontrolled: source, refused });
  if (carried) {
    noteInstead(note);
    return;
  }
  send.open = (connection, tls, port, host) => {
    note({ uncontrolled: `a connection to ${host}:${port}`, refused: true });
    real.setImmediate(() => sockets.fail(connection, 'ECONNREFUSED'));
  };
  send.data = send.fin = send.close = () => undefined;
}

/** As Node has it, without what brought the hooks here. */
function surroundings() {
  const own = (process.env.NODE_OPTIONS ?? '').split(' ').slice(2).join(' ');
  delete process.env.TAPEDECK_CHILD;
  delete process.env.NODE_OPTIONS;
  if (own !== '') {
    process.env.NODE_OPTIONS = own;
  }
  const { argv, execArgv } = process;
  return { argv: ['/var/lang/bin/node', ...argv.slice(1)], execArgv: greeting.direct ? execArgv.slice(greeting.execArgv.length) : execArgv };
}

function install() {
  const own = surroundings();
  replaceChannel();
  for (const [name, hook] of Object.entries(HOOKS)) {
    if (!greeting.disabledHooks.includes(name)) {
      hook.install(greeting, write);
    }
  }
  Object.assign(process, own);
  input.install(greeting, note);
  require('./effects').install(note);
  syncBuiltinESMExports();
  Object.assign(segment, greeting.clock);
  clock.started();
  entropy.seed(greeting.seed);
}

function end(record) {
  note(record);
  real.exit(0);
}

/** Up to here everything that could come has come. While an answer is out, nobody knows what is due next beyond it. */
const freeNanos = greeting.inputs.reduce((latest, { at }) => Math.max(latest, at), greeting.freeNanos ?? greeting.clock.monotonicNanos);

/**
 * Nothing moves any more: whatever is due next happens. What was due by the moment of some input happens ahead of it, since whoever gave it had seen that.
 * Returns false where nothing keeps the process alive.
 */
function next(due, fire, pending) {
  if (pending === 0 && !input.keepsAlive()) {
    return false;
  }
  const at = Math.min(due, input.nextNanos());
  const callsOut = carried && sockets.pendingReferenced() > 0;
  if (callsOut && at > freeNanos && freeNanos < greeting.horizonNanos) {
    end({ waits: true, quiet: false, until: Math.min(at, greeting.horizonNanos) });
  }
  if (at === Infinity && !callsOut) {
    end({ waits: true, quiet: input.endsQuietly() });
  }
  if (at > greeting.horizonNanos) {
    end({ endless: true, at: greeting.horizonNanos });
  }
  segment.aheadNanos = Math.max(segment.aheadNanos, at - segment.monotonicNanos);
  segment.reads = 0;
  if (due === at) {
    fire();
  } else {
    input.deliver();
  }
  return true;
}

install();
turn.beginAlone(greeting, next);
process.on('exit', () => note({ ends: true }));
