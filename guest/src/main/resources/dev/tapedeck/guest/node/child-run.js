'use strict';
/*
 * One run of a child process, from its start to its end or to where it would wait for more than it was given. It runs while this process stands still, so
 * that no order between the two is left to chance. Standard streams are files without a name: pipes would need sockets, which the fence refuses.
 *
 *   greeting (a file) -> child.js -> journal (a file): what it did, and when on its own virtual clock
 *
 * A journal's records, each with the moment `at`: { fd, bytes } written, { message } sent, { net } what a call wants, { uncontrolled }, { effect } on files,
 * { waits } for input, or for time to pass, { endless } beyond the horizon, { exit }.
 */
const fs = require('fs');
const os = require('os');
const real = require('./real');
const { file: ENTRY } = require('./entry');
const { LARGEST_OUTPUT, TOO_MUCH_OUTPUT } = require('./child-output');

const { openSync, closeSync, readSync, writeSync, fstatSync } = fs;
const bySystem = process.binding('spawn_sync').spawn;

const NAMELESS = 0o20000000 | fs.constants.O_DIRECTORY | fs.constants.O_RDWR;

const nameless = () => openSync('/tmp', NAMELESS, 0o600);

function written(content) {
  const descriptor = nameless();
  for (let at = 0; at < content.length;) {
    at += writeSync(descriptor, content, at, content.length - at, at);
  }
  return descriptor;
}

function whole(descriptor, most = Infinity) {
  const content = Buffer.alloc(Math.min(fstatSync(descriptor).size, most));
  for (let at = 0, count = 1; at < content.length && count > 0; at += count) {
    count = readSync(descriptor, content, at, content.length - at, at);
  }
  return content;
}

const inputOf = (inputs) => Buffer.concat(inputs.filter((input) => input.stdin !== undefined).map((input) => Buffer.from(input.stdin, 'base64')));

/** Standard streams first, then what the caller passes on, then the greeting and the journal. */
function descriptors(order, held) {
  return order.stdio.map((kind, index) => {
    if (typeof kind === 'number') {
      return { type: 'fd', fd: kind };
    }
    if (kind === 'ignore' || kind === 'ipc') {
      return { type: 'ignore' };
    }
    held[index] = index === 0 ? written(inputOf(order.greeting.inputs)) : nameless();
    return { type: 'fd', fd: held[index] };
  });
}

/** Node reads these options before anything else of the child's: the hooks come first, then what the program asked for. */
function environment(order, greetingAt) {
  const own = order.envPairs.find((pair) => pair.startsWith('NODE_OPTIONS='))?.slice('NODE_OPTIONS='.length) ?? '';
  const rest = order.envPairs.filter((pair) => !/^(NODE_OPTIONS|TAPEDECK_CHILD)=/.test(pair));
  return [...rest, `NODE_OPTIONS=--require ${ENTRY} ${own}`.trim(), `TAPEDECK_CHILD=${greetingAt}`];
}

/**
 * @param order `{ program, envPairs, cwd, uid, gid, detached, stdio, greeting, realTimeout }`, where `stdio` holds 'pipe', 'ignore', 'ipc' or a descriptor
 * @returns `{ errno }` where it could not be started, else `{ status, signal, records, outputs }`
 */
function run(order) {
  const held = [];
  try {
    const stdio = descriptors(order, held);
    while (stdio.length < 3) {
      stdio.push({ type: 'ignore' });
    }
    const greetingAt = stdio.length;
    held.greeting = written(Buffer.from(JSON.stringify({ ...order.greeting, direct: order.program.node })));
    held.journal = nameless();
    stdio.push({ type: 'fd', fd: held.greeting }, { type: 'fd', fd: held.journal });
    const { program, detached } = order;
    const [cwd, uid, gid] = [order.cwd, order.uid, order.gid].map((value) => value ?? undefined);
    const given = { cwd, uid, gid, detached, stdio, envPairs: environment(order, greetingAt), timeout: order.realTimeout };
    const result = bySystem(program.node
      ? { ...given, file: real.execPath, args: ['/var/lang/bin/node', ...order.greeting.execArgv, ...program.args] }
      : { ...given, file: program.file, args: program.args });
    if (result.error !== undefined && result.status === null && result.signal === null) {
      return { errno: result.error };
    }
    const records = whole(held.journal).toString('utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const outputs = order.stdio.map((_, index) => (index > 0 && held[index] !== undefined ? whole(held[index], LARGEST_OUTPUT) : null));
    if (!program.node && outputs.some((output) => output?.length === LARGEST_OUTPUT)) {
      records.push({ at: startOf(order.greeting), uncontrolled: TOO_MUCH_OUTPUT, refused: true });
    }
    return { status: result.status, signal: result.signal, errno: result.error, records: withContent(records, outputs, result, startOf(order.greeting)) };
  } catch (error) {
    if (typeof error.errno === 'number') {
      return { errno: error.errno };
    }
    throw error;
  } finally {
    [...held, held.greeting, held.journal].filter((descriptor) => descriptor !== undefined).forEach((descriptor) => closeSync(descriptor));
  }
}

/** Cuts what lies in the files into what was written when. What a program writes past the hooks comes at its end. */
function withContent(records, outputs, result, start) {
  const taken = outputs.map(() => 0);
  const take = (fd, bytes) => outputs[fd].subarray(taken[fd], taken[fd] += bytes);
  const filled = records.filter((record) => record.fd === undefined || outputs[record.fd] !== null)
    .map((record) => (record.fd === undefined ? record : { ...record, content: take(record.fd, record.bytes) }));
  const at = records.reduce((latest, record) => Math.max(latest, record.at), start);
  const stays = filled.some((record) => record.waits || record.endless);
  const tail = outputs.map((output, fd) => ({ at, fd, content: output?.subarray(taken[fd]) })).filter((record) => record.content?.length > 0);
  const killed = filled.find((record) => record.killed);
  const exit = killed === undefined ? { status: result.status, signal: result.signal } : { status: null, signal: killed.killed };
  const last = stays ? filled.filter((record) => record.waits || record.endless) : [{ at, exit }];
  return [...filled.filter((record) => !record.waits && !record.endless && !record.ends && !record.killed), ...tail, ...last];
}

/** What was given to it last, where that is later than its start. */
const startOf = ({ clock, inputs }) => inputs.reduce((latest, input) => Math.max(latest, input.at), clock.monotonicNanos);

const signalName = (signal) => (typeof signal === 'number' ? Object.entries(os.constants.signals).find(([, number]) => number === signal)?.[0] : signal) ?? null;

module.exports = { run, signalName };
