'use strict';
/*
 * What no hook can make deterministic. Threads and servers would escape the kernel: refused by name (datagrams: datagrams.js). What is only
 * different from run to run (other realms, native code, the kernel's own files) is done, and reported by name.
 * What draws inside OpenSSL is in draws.js.
 */
const path = require('path');
const { fileURLToPath } = require('url');
const { uncontrolled, refuse } = require('./report');

function refuseAll(target, module, names) {
  for (const name of names) {
    if (typeof target[name] === 'function') {
      target[name] = function () {
        return refuse(`${module}.${name}`);
      };
    }
  }
}

/** Runs as it is, and is reported where `when` holds of the arguments; `label` may be made of them. */
function reportAlso(target, name, label, when = () => true) {
  const original = target[name];
  if (typeof original !== 'function') {
    return;
  }
  const reporting = function (...args) {
    if (when(...args)) {
      uncontrolled(typeof label === 'function' ? label(...args) : label);
    }
    return new.target ? Reflect.construct(original, args, new.target === reporting ? original : new.target) : original.apply(this, args);
  };
  Object.defineProperty(reporting, 'prototype', { value: original.prototype });
  target[name] = Object.assign(reporting, original);
}

/** Whether Node's own code made the call that is looked into: the fourth frame from here. */
function calledByNode() {
  return /^\s*at (.*\()?node:/.test(new Error().stack.split('\n')[4] ?? '');
}

// ---- processes and threads ----

function refuseProcesses() {
  refuseAll(process, 'process', ['setUncaughtExceptionCaptureCallback', 'execve']);
  process.kill = function kill(pid, signal) {
    return pid === process.pid && signal === 0 ? true : refuse('process.kill'); // whether oneself is there is no question
  };
  require('./datagrams').install();
  refuseAll(require('net').Server.prototype, 'net.Server', ['listen']);
  require('worker_threads').Worker = class Worker {
    constructor() {
      refuse('worker_threads.Worker');
    }
  };
  leaveOutTracers(require('module'));
  refuseAll(Atomics, 'Atomics', ['waitAsync']);
}

/** Packages that trace. Their loaders wrap what a program imports, for tracing, which is switched off here; any other loader may change what the code does. */
const TRACERS = /(?:^|\/)(@sentry|@opentelemetry|@apm-js-collab|import-in-the-middle|dd-trace|newrelic)\//;

function leaveOutTracers(module) {
  if (typeof module.register === 'function') {
    module.register = function register(specifier) {
      const [, tracer] = TRACERS.exec(String(specifier)) ?? TRACERS.exec(new Error().stack.split('\n')[2]) ?? refuse('module.register');
      uncontrolled(`module.register by ${tracer}, which is left out`);
    };
  }
}

// ---- the kernel's files ----

const KERNEL_FILE = /^\/(proc|sys)(\/|$)|^\/dev\/(u?random|hwrng|rtc)/;
const BY_PATH = ['access', 'lstat', 'open', 'opendir', 'readFile', 'readdir', 'readlink', 'realpath', 'stat', 'cp', 'copyFile'];

function isKernelFile(given) {
  try {
    return KERNEL_FILE.test(path.resolve(given instanceof URL ? fileURLToPath(given) : String(given)));
  } catch {
    return false;
  }
}

function reportKernelFiles() {
  const fs = require('fs');
  const label = 'a file of the kernel under /proc, /sys or /dev';
  for (const name of [...BY_PATH, ...BY_PATH.map((each) => `${each}Sync`), 'createReadStream', 'openAsBlob']) {
    reportAlso(fs, name, label, isKernelFile);
  }
  for (const name of BY_PATH) {
    reportAlso(fs.promises, name, label, isKernelFile);
  }
  refuseAll(fs, 'fs', ['watch', 'watchFile']);
  refuseAll(fs.promises, 'fs.promises', ['watch']);
}

// ---- realms, native code, and what looks into the machine ----

function reportRealms() {
  const vm = require('vm');
  const byUser = () => !calledByNode();
  for (const name of ['createContext', 'runInNewContext', 'runInContext']) {
    reportAlso(vm, name, `vm.${name}`, byUser);
  }
  reportAlso(vm.Script.prototype, 'runInNewContext', 'vm.Script.runInNewContext', byUser);
  reportAlso(process, 'dlopen', (_, file) => `the native addon ${path.basename(String(file))}`);
}

/** A module built into Node, where this version has it. Those named here take no time to load; that some are experimental is not ours to say. */
function builtin(name, then) {
  if (require('module').isBuiltin(`node:${name}`)) {
    const { emitWarning } = process;
    process.emitWarning = () => undefined;
    then(require(`node:${name}`));
    process.emitWarning = emitWarning;
  }
}

function reportInsights() {
  const v8 = require('v8');
  for (const name of ['setFlagsFromString', 'getHeapSnapshot', 'writeHeapSnapshot', 'queryObjects', 'takeCoverage', 'getHeapCodeStatistics']) {
    reportAlso(v8, name, `v8.${name}`);
  }
  reportAlso(process.report, 'getReport', 'process.report');
  reportAlso(process.report, 'writeReport', 'process.report');
  reportAlso(process, 'binding', (name) => `process.binding(${name})`, () => !calledByNode());
  builtin('inspector', (inspector) => {
    refuseAll(inspector, 'inspector', ['open']);
    reportAlso(inspector.Session.prototype, 'connect', 'inspector.Session');
  });
  builtin('trace_events', (traces) => reportAlso(traces, 'createTracing', 'trace_events.createTracing'));
  builtin('wasi', (wasi) => reportAlso(wasi, 'WASI', 'WASI'));
  builtin('sqlite', (sqlite) => reportAlso(sqlite, 'DatabaseSync', 'node:sqlite'));
}

/** Loaded only when asked for, since they take a while. One that is imported past this speaks HTTP/2 to the kernel, which names it. */
function refuseWhenLoaded() {
  const Module = require('module');
  const { _load: load } = Module;
  const late = { http2: ['connect', 'createServer', 'createSecureServer'], cluster: ['fork'], repl: ['start'] };
  Module._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest);
    const name = request.replace(/^node:/, '');
    if (Object.hasOwn(late, name)) {
      refuseAll(loaded, name, late[name]);
      delete late[name];
    }
    return loaded;
  };
}

function install() {
  refuseProcesses();
  reportKernelFiles();
  reportRealms();
  reportInsights();
  refuseWhenLoaded();
  require('./draws').install(reportAlso);
}

module.exports = { install };
