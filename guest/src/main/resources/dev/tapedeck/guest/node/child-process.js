'use strict';
/*
 * ChildProcess, whose child has run before anybody hears of it. Given more input than its run had, it is run once more from its start: it does the same again
 * and goes on from there. What cannot be done twice, since files were changed, is refused by name.
 *
 *   spawn -> [input, message, signal ...] -> rest: run -> records, each at its moment -> exit -> close
 *                      ^--------- more of them, unless it has ended ---------'
 */
const fs = require('fs');
const os = require('os');
const { AsyncResource } = require('async_hooks');
const { Readable, Writable } = require('stream');
const programs = require('./programs');
const real = require('./real');
const timers = require('./timers');
const { Calls } = require('./child-calls');
const { run, signalName } = require('./child-run');
const { quietNanos } = require('./segment');
const { uncontrolled, refuse } = require('./report');

const MILLI = 1e6;
const STATE = Symbol('tapedeck.child');
const NAMES = ['stdin', 'stdout', 'stderr'];

let parts;
const living = new Set();

let handedOn = 0;

/** What is to be known of a child beside what Node's own object shows. */
class Child extends AsyncResource {
  constructor(owner, program, options, stdio) {
    super('PROCESSWRAP');
    this.owner = owner;
    this.program = program;
    this.options = options;
    this.stdio = stdio;
    this.ipc = stdio.includes('ipc');
    this.pid = parts.nextPid();
    this.greeting = parts.greetingOf(this.pid, this.ipc);
    this.horizonNanos = this.greeting.clock.monotonicNanos + parts.HORIZON_NANOS;
    this.inputs = [];
    this.open = { stdin: stdio[0] === 'pipe', ipc: this.ipc };
    this.records = [];
    this.delivered = 0;
    this.runs = 0;
    this.due = true;
    this.changedFiles = false;
    this.waits = undefined;
    this.referenced = true;
    this.timer = undefined;
    this.toClose = 1;
    this.calls = new Calls((answer) => this.answered(answer));
    this.freeNanos = undefined;
    if (!this.open.stdin) {
      this.inputs.push({ at: quietNanos(), end: true });
    }
  }

  /** Whatever is given to it later than its run has to run it again. */
  give(input) {
    const at = quietNanos();
    if (this.runs > 0 && !this.program.node) {
      refuse(`more input for the child process ${this.program.label}, which has run`);
    }
    if (this.runs > 0 && this.changedFiles && !this.closesQuietly()) {
      refuse(`more input for the child process ${this.program.label}, which has changed files`);
    }
    this.inputs.push({ at, ...input });
    this.due = true;
  }

  /** An answer to one of its calls. */
  answered(answer) {
    if (this.changedFiles) {
      uncontrolled(`an answer for the child process ${this.program.label}, which has changed files`, true);
      this.cut('SIGKILL');
    } else {
      this.give(answer);
    }
  }

  closesQuietly() {
    return this.waits?.quiet === true && !this.open.stdin && !this.open.ipc;
  }

  /** Any other program is run once only: with the whole of its input, or with what there is once nothing else can bring more. */
  isReady({ timers: waking, sockets }) {
    const untouched = () => this.inputs.length === 0 && this.owner.stdin.listenerCount('unpipe') === 0;
    return this.due && (this.program.node || !this.open.stdin || (sockets === 0 && (waking === 0 || untouched())));
  }

  run() {
    this.due = false;
    if (this.runs > 0 && this.changedFiles) {
      this.records.push({ at: quietNanos(), exit: { status: 0, signal: null } });
      return;
    }
    const { cwd, uid, gid, detached, envPairs = [] } = this.options;
    const result = run({ program: this.program, cwd, uid, gid, detached, envPairs, stdio: this.stdio.map((kind) => (typeof kind === 'object' ? 'pipe' : kind)),
      greeting: { ...this.greeting, calls: true, freeNanos: this.freeNanos, inputs: this.inputs, open: this.open, horizonNanos: this.horizonNanos } });
    this.runs += 1;
    if (result.records === undefined) {
      this.failed(result.errno);
      return;
    }
    parts.tell(this.program, result.records);
    this.take(result.records);
  }

  /** What it did before it was given more it has to have done again. */
  take(records) {
    const same = this.records.slice(0, this.delivered).every((record, index) => JSON.stringify(record) === JSON.stringify(records[index]));
    if (!same) {
      uncontrolled(`the child process ${this.program.label}, which did otherwise when it was run again`);
    }
    this.changedFiles = records.some((record) => record.effect) || this.stdio.some((kind, index) => index > 0 && typeof kind === 'number');
    this.waits = records.find((record) => record.waits);
    this.records = records.filter((record) => !record.waits && !record.endless && !record.effect && record.uncontrolled === undefined);
    if (records.some((record) => record.endless)) {
      this.records.push({ at: this.horizonNanos, outlives: true });
    }
    this.schedule();
  }

  failed(errno) {
    this.over();
    const code = Object.keys(os.constants.errno).find((name) => os.constants.errno[name] === -errno) ?? `errno ${errno}`;
    this.owner.emit('error', spawnError(this.owner, code, errno));
  }

  schedule() {
    timers.clear(this.timer);
    const next = this.records[this.delivered];
    if (next === undefined) {
      this.waitOn();
      return;
    }
    const delay = Math.ceil((next.at - quietNanos()) / MILLI);
    if (delay <= 0) {
      this.timer = undefined;
      real.setImmediate(() => this.runInAsyncScope(this.deliver, this, next));
    } else {
      this.timer = timers.setTimeout(() => this.runInAsyncScope(this.deliver, this, next), delay).unref();
    }
  }

  /** While an answer is out it has run no further than to what was due next. Where the answer has not come by then, it goes on. */
  waitOn() {
    const until = this.waits?.until;
    if (until === undefined || this.due) {
      return;
    }
    const goOn = () => {
      this.freeNanos = Math.max(until, quietNanos());
      this.due = !this.changedFiles;
      if (this.changedFiles) {
        this.answered({});
      }
    };
    this.timer = timers.setTimeout(goOn, Math.max(1, Math.ceil((until - quietNanos()) / MILLI))).unref();
  }

  deliver(record) {
    if (this.records[this.delivered] !== record || !living.has(this)) {
      return;
    }
    this.delivered += 1;
    handedOn += 1;
    if (record.content !== undefined) {
      this.wrote(record);
    } else if (record.message !== undefined) {
      this.owner.emit('message', record.message, undefined);
    } else if (record.net !== undefined) {
      this.calls.pass(record);
    } else if (record.disconnect) {
      this.disconnected();
    } else if (record.exit !== undefined) {
      this.exited(record.exit.status, record.exit.signal);
    } else {
      uncontrolled(`the child process ${this.program.label}, which runs for more than 15 minutes`);
    }
    if (living.has(this)) {
      this.schedule();
    }
  }

  wrote({ fd, content }) {
    const kind = this.stdio[fd];
    if (typeof kind === 'object') {
      fs.writeSync(kind.onTo, content);
    } else {
      this.owner[NAMES[fd]]?.push(content);
    }
  }

  disconnected() {
    if (this.open.ipc) {
      this.open.ipc = false;
      this.owner.connected = false;
      this.owner.channel = null;
      this.owner.emit('disconnect');
    }
  }

  over() {
    this.calls.end();
    living.delete(this);
    timers.clear(this.timer);
  }

  exited(status, signal) {
    const { owner } = this;
    this.over();
    [owner.exitCode, owner.signalCode] = signal === null ? [status, null] : [null, signal];
    owner.stdin?.destroy();
    owner._handle = null;
    this.disconnected();
    owner.emit('exit', owner.exitCode, owner.signalCode);
    owner.stdout?.push(null);
    owner.stderr?.push(null);
    process.nextTick(() => {
      for (const stream of [owner.stdout, owner.stderr]) {
        stream?.resume();
      }
      this.closed();
    });
  }

  closed() {
    this.toClose -= 1;
    if (this.toClose === 0) {
      this.owner.emit('close', this.owner.exitCode, this.owner.signalCode);
    }
  }

  kill(signal) {
    if (!living.has(this)) {
      return false;
    }
    if (signal === 'SIGKILL' || this.runs === 0 || this.changedFiles || !this.program.node) {
      this.cut(signal);
    } else {
      this.give({ signal });
    }
    this.owner.killed = true;
    return true;
  }

  /** What it would have done later it does not; but files that it has changed by then are as they are. */
  cut(signal) {
    if (this.runs > 0 && (this.changedFiles || !this.program.node)) {
      uncontrolled(`the child process ${this.program.label}, which was ended before its time`);
    }
    this.due = false;
    this.runs += 1;
    this.records = [...this.records.slice(0, this.delivered), { at: quietNanos(), exit: { status: null, signal } }];
    this.schedule();
  }
}

function spawnError(owner, code, errno) {
  const syscall = `spawn ${owner.spawnfile}`;
  return Object.assign(new Error(`${syscall} ${code}`), { errno, code, syscall, path: owner.spawnfile, spawnargs: owner.spawnargs.slice(1) });
}

// ---- standard streams ----

function standardInput(child) {
  const stdin = new Writable({
    write(chunk, encoding, done) {
      child.give({ stdin: Buffer.from(chunk, encoding === 'buffer' ? undefined : encoding).toString('base64') });
      done();
    },
    final(done) {
      ended();
      done();
    },
    destroy(error, done) {
      ended();
      done(error);
    },
  });
  const ended = () => {
    if (child.open.stdin && living.has(child)) {
      child.open.stdin = false;
      child.give({ end: true });
    }
  };
  return stdin;
}

function standardOutput(child) {
  const stream = new Readable({ read() {} });
  child.toClose += 1;
  stream.once('close', () => child.closed());
  return stream;
}

/** 'pipe', 'ignore', 'ipc', a descriptor, or `{ onTo }` for a stream of ours. */
function kindOf(given, index) {
  const kind = given ?? (index < 3 ? 'pipe' : 'ignore');
  if (['pipe', 'ignore', 'ipc'].includes(kind)) {
    return kind;
  }
  if (kind === 'overlapped') {
    return 'pipe';
  }
  const fd = kind === 'inherit' ? index : kind?.fd ?? kind;
  if (typeof fd !== 'number') {
    throw Object.assign(new TypeError(`The argument 'stdio' is invalid. Received ${require('util').inspect(kind)}`), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  if (fd > 2) {
    return fd;
  }
  return fd === 0 ? 'ignore' : { onTo: fd };
}

function kinds(stdio = 'pipe') {
  const each = typeof stdio === 'string' ? [stdio, stdio, stdio] : [...stdio, undefined, undefined, undefined].slice(0, Math.max(3, stdio.length));
  return each.map(kindOf);
}

/** In the place of ChildProcess.prototype.spawn, through which spawn, exec, execFile and fork all go. */
function spawn(options) {
  const stdio = kinds(options.stdio);
  parts.refuseFurther(stdio);
  if (options.serialization === 'advanced' && stdio.includes('ipc')) {
    refuse('messages of a child process that are not JSON');
  }
  this.spawnfile = options.file;
  this.spawnargs = options.args ?? [];
  const program = parts.checked(programs.resolve(options));
  if (program.node === false && stdio.includes('ipc')) {
    refuse(`messages to the child process ${program.label}`);
  }
  [this.stdin, this.stdout, this.stderr] = [null, null, null];
  const child = program.error === undefined ? new Child(this, program, options, stdio) : { give() {}, open: {}, closed() {} };
  this[STATE] = child;
  this.stdin = stdio[0] === 'pipe' ? standardInput(child) : null;
  this.stdout = stdio[1] === 'pipe' ? standardOutput(child) : null;
  this.stderr = stdio[2] === 'pipe' ? standardOutput(child) : null;
  this.stdio = [this.stdin, this.stdout, this.stderr, ...stdio.slice(3).map(() => null)];
  if (program.error !== undefined) {
    return missing(this, program.error);
  }
  this.pid = child.pid;
  living.add(child);
  if (child.ipc) {
    installMessages(this, child);
  }
  process.nextTick(() => this.emit('spawn'));
  return 0;
}

function missing(owner, code) {
  const errno = -os.constants.errno[code];
  process.nextTick(() => {
    owner.exitCode = errno;
    owner.stdin?.destroy();
    owner._handle = null;
    owner.emit('error', spawnError(owner, code, errno));
    owner.stdout?.destroy();
    owner.stderr?.destroy();
    process.nextTick(() => owner.emit('close', errno, null));
  });
  return errno;
}

function installMessages(owner, child) {
  owner.connected = true;
  owner.channel = { ref() {}, unref() {}, refCounted() {}, unrefCounted() {} };
  owner.send = function (message, handle, options, callback) {
    const done = [handle, options, callback].find((each) => typeof each === 'function');
    if (handle !== undefined && handle !== null && typeof handle === 'object') {
      refuse('handing a socket to a child process');
    }
    if (!owner.connected) {
      const error = Object.assign(new Error('Channel closed'), { code: 'ERR_IPC_CHANNEL_CLOSED' });
      done ? process.nextTick(done, error) : process.nextTick(() => owner.emit('error', error));
      return false;
    }
    child.give({ message: JSON.parse(JSON.stringify(message)) });
    if (done) {
      process.nextTick(done, null);
    }
    return true;
  };
  owner.disconnect = () => {
    if (owner.connected) {
      owner.connected = false;
      child.open.ipc = false;
      child.give({ disconnect: true });
      process.nextTick(() => owner.emit('disconnect'));
    }
  };
}

// ---- for turn.js ----

/** Runs those that have what they are to be given. Returns whether any did. */
function runReady(pendingElsewhere) {
  if (living.size === 0) {
    return false;
  }
  const pending = pendingElsewhere();
  const ready = [...living].filter((child) => child.isReady(pending));
  ready.forEach((child) => child.run());
  return ready.length > 0;
}

const pendingReferenced = () => (living.size === 0 ? 0 : [...living].filter((child) => child.referenced).length);

function install(shared) {
  parts = shared;
  const { prototype } = require('child_process').ChildProcess;
  prototype.spawn = spawn;
  prototype.kill = function (signal = 'SIGTERM') {
    const name = signalName(signal);
    return name === null ? living.has(this[STATE]) : this[STATE].kill(name);
  };
  for (const [name, referenced] of [['ref', true], ['unref', false]]) {
    prototype[name] = function () {
      this[STATE].referenced = referenced;
    };
  }
}

/** How much children have handed on so far: a guest that is being told waits for nothing, however long that takes. */
const told = () => handedOn;

module.exports = { install, runReady, pendingReferenced, told };
