'use strict';
/*
 * Other processes. A child runs as one piece, while this process stands still (child-run.js), and what it did is handed on at the moments of its own virtual clock
 * (child-process.js). Node is started with the hooks and a seed made of this one's; of any other program it is said by name that nobody controls it.
 *
 *   spawnSync, execSync, execFileSync -> the binding -> run at once; the clock goes on by as long as the child took, or stands still with its calls
 *   spawn, exec, execFile, fork -> ChildProcess.spawn -> run when this process rests; data, messages and end come by timers
 */
const fs = require('fs');
const os = require('os');
const real = require('./real');
const programs = require('./programs');
const { run, signalName } = require('./child-run');
const { Calls } = require('./child-calls');
const { childSeed } = require('./entropy');
const { segment, quietNanos, moment } = require('./segment');
const { uncontrolled, refuse, noteChange } = require('./report');

/** No function lives longer than Lambda lets it: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const HORIZON_NANOS = 900e9;
const MILLI = 1e6;
const FIRST_PID = 9;

let greeting;
let standStill;
let lastPid = FIRST_PID - 1;

function nextPid() {
  lastPid += 1;
  return lastPid;
}

/** Says of a program what a replay does not hold of it, and refuses what cannot be begun. */
function checked(program) {
  if (program.error !== undefined) {
    return program;
  }
  if (!program.node) {
    uncontrolled(`the child process ${program.label}`);
  }
  return program.oddOption === undefined ? program : refuse(`node ${program.oddOption} in a child process`);
}

/** What a child is told beside its input. */
function greetingOf(pid, ipc) {
  return {
    ipc, seed: childSeed(), clock: moment(), execArgv: greeting.execArgv ?? real.execArgv, bootMillis: greeting.bootMillis ?? real.bootMillis,
    memoryMegabytes: greeting.memoryMegabytes, constants: { ...greeting.constants, pid, ppid: process.pid }, disabledHooks: greeting.disabledHooks,
  };
}

/** What a child drew and read is not known apart: it is taken to have done both. */
function noteReads() {
  segment.readClock = true;
  segment.drewEntropy = true;
}

/** Hands on what a child says of itself. */
function tell(program, records) {
  noteReads();
  if (!program.node || records.some((record) => record.effect)) {
    noteChange();
  }
  records.filter((record) => record.uncontrolled !== undefined)
    .forEach((record) => uncontrolled(`${record.uncontrolled.replace(/ in a child process$/, '')} in a child process`, record.refused));
}

// ---- at once ----

const errnoOf = (code) => -os.constants.errno[code];
const failed = (errno) => ({ pid: 0, status: null, signal: null, output: null, error: errno });

/** 'pipe', 'ignore' or a descriptor, of what Node hands its bindings; what the child would inherit of us is taken and written on. */
function kindOf({ type, fd }) {
  if (type === 'inherit' || (type === 'fd' && fd <= 2)) {
    return fd === 0 ? 'ignore' : 'pipe';
  }
  return type === 'fd' ? fd : type;
}

const realTimeout = (program, timeout) => (program.node ? undefined : timeout);

function runSync(options) {
  const program = checked(programs.resolve(options));
  if (program.error !== undefined) {
    return failed(errnoOf(program.error));
  }
  const stdio = options.stdio.map(kindOf);
  refuseFurther(stdio);
  const from = quietNanos();
  const given = options.stdio[0]?.input;
  const inputs = [...(given === undefined || given === null ? [] : [{ at: from, stdin: Buffer.from(given.buffer ?? given, given.byteOffset, given.byteLength).toString('base64') }]),
    { at: from, end: true }];
  const horizonNanos = from + (options.timeout > 0 ? options.timeout * MILLI : HORIZON_NANOS);
  const { cwd, uid, gid, detached, envPairs = [] } = options;
  const pid = nextPid();
  const result = carrying({ program, cwd, uid, gid, detached, envPairs, stdio, realTimeout: realTimeout(program, options.timeout),
    greeting: { ...greetingOf(pid, false), calls: standStill !== undefined, inputs, open: { stdin: false, ipc: false }, horizonNanos } });
  if (result.records === undefined) {
    return failed(result.errno);
  }
  tell(program, result.records);
  segment.aheadNanos = Math.max(segment.aheadNanos, result.records.at(-1).at - segment.monotonicNanos);
  return told(result, options, pid);
}

/** Runs it to its end, as often as there is an answer to give it. */
function carrying(order) {
  const { inputs } = order.greeting;
  const calls = new Calls((input) => inputs.push({ at: quietNanos(), ...input }));
  try {
    return toItsEnd(order, calls);
  } finally {
    calls.end();
  }
}

function toItsEnd(order, calls) {
  const { inputs } = order.greeting;
  const passed = [];
  let result = run(order);
  for (;;) {
    const waits = result.records?.find((record) => record.waits);
    const next = result.records?.filter((record) => record.net !== undefined)[passed.length];
    if (next === undefined && waits === undefined) {
      return result;
    }
    if (next !== undefined && next.at <= quietNanos()) {
      calls.pass(next);
      passed.push(JSON.stringify(next));
      continue;
    }
    const given = inputs.length;
    const due = next?.at ?? waits.until ?? order.greeting.horizonNanos;
    if (standStill === undefined) {
      refuse('a child process that waits for what cannot come');
    }
    standStill(due);
    if (next === undefined && waits.until === undefined && quietNanos() >= due) {
      return { ...result, records: [...result.records.filter((record) => !record.waits), { at: due, endless: true }] };
    }
    if (inputs.length > given || (next === undefined && quietNanos() >= due)) {
      order.greeting.freeNanos = quietNanos();
      result = again(order, result, passed);
    }
  }
}

function again(order, before, passed) {
  if (before.records.some((record) => record.effect) || order.stdio.some((kind, index) => index > 0 && typeof kind === 'number')) {
    refuse(`an answer for the child process ${order.program.label}, which has changed files`);
  }
  const result = run(order);
  const nets = result.records?.filter((record) => record.net !== undefined).map((record) => JSON.stringify(record)) ?? [];
  if (passed.some((record, index) => record !== nets[index])) {
    uncontrolled(`the child process ${order.program.label}, which did otherwise when it was run again`);
  }
  return result;
}

/** @param until stands still until a moment, or until something has come for a child process */
function standStillWith(until) {
  standStill = until;
}

/** As Node's binding has it: what went beyond its time or its room was ended. */
function told(result, options, pid) {
  const output = options.stdio.map((kind, fd) => contentOf(result.records, kind, fd));
  const killed = (errno) => ({ pid, status: null, signal: signalName(options.killSignal) ?? 'SIGTERM', output, error: errno });
  if (result.records.some((record) => record.endless)) {
    return options.timeout > 0 ? killed(errnoOf('ETIMEDOUT')) : refuse('a child process that runs for more than 15 minutes');
  }
  const full = output.findIndex((content) => content !== null && options.maxBuffer > 0 && content.length > options.maxBuffer);
  if (full >= 0) {
    output[full] = output[full].subarray(0, options.maxBuffer);
    return killed(errnoOf('ENOBUFS'));
  }
  const { exit } = result.records.at(-1);
  return { pid, status: exit.status, signal: exit.signal, output, ...(result.errno === undefined ? {} : { error: result.errno }) };
}

function contentOf(records, { type, fd: target }, fd) {
  const content = Buffer.concat(records.filter((record) => record.fd === fd && record.content !== undefined).map((record) => record.content));
  if (type === 'pipe') {
    return fd === 0 ? null : content;
  }
  if ((type === 'inherit' || (type === 'fd' && target <= 2)) && content.length > 0) {
    fs.writeSync(target ?? fd, content);
  }
  return null;
}

function refuseFurther(stdio) {
  if (stdio.slice(3).includes('pipe')) {
    refuse('a pipe beside the standard streams of a child process');
  }
}

function install(given) {
  greeting = given;
  process.binding('spawn_sync').spawn = runSync;
  require('./child-process').install({ checked, greetingOf, nextPid, tell, realTimeout, refuseFurther, HORIZON_NANOS });
}

module.exports = { install, standStillWith };
