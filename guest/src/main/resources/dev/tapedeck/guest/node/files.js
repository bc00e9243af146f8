'use strict';
/*
 * Files, without the thread pool: every asynchronous function of fs does its work at once, by its synchronous twin, and reports it in the next round
 * of the loop. What `stat` shows of the machine (times of writing, inodes, devices) is replaced by what the replay determines.
 */
const fs = require('fs');
const real = require('./real');
const { deferred, promised, background } = require('./offload');
const { epochMillis } = require('./segment');

const STAT_FUNCTIONS = ['statSync', 'lstatSync', 'fstatSync'];
const TIMES = ['atime', 'mtime', 'ctime', 'birthtime'];
const BY_HAND = new Set(['exists', 'read', 'readv', 'write', 'writev', 'mkdtempDisposable']);

let { bootMillis } = real;
const inodes = new Map();
const written = new Map();
const SCRATCH = '/tmp';
/** The fence makes these when it starts, however long before this process that is. */
const FENCES_OWN = new Set(['/', '/dev', '/proc'].map((path) => real.statSync(path).dev));
const fileOf = (stats) => `${stats.dev}:${stats.ino}`;
const SCRATCH_ITSELF = fileOf(real.statSync(SCRATCH));

/** Whether it was there before this process, as staged. */
const isStaged = (stats) => stats.mtimeMs < bootMillis - 1000 && !FENCES_OWN.has(Number(stats.dev)) && fileOf(stats) !== SCRATCH_ITSELF;
const versionOf = (stats) => `${fileOf(stats)}:${stats.mtimeNs ?? stats.mtimeMs}`;

/** A file's time of writing: as staged or, if written since the start, the virtual moment at which it was first looked at. */
function modifiedMillis(stats) {
  const key = versionOf(stats);
  if (!written.has(key)) {
    if (isStaged(stats)) {
      return Math.floor(Number(stats.mtimeMs));
    }
    written.set(key, epochMillis());
  }
  return written.get(key);
}

/** What the process before this one left in /tmp bears virtual times already. */
function inherit(directory = SCRATCH) {
  for (const name of readable(directory)) {
    const path = `${directory}/${name}`;
    const stats = real.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stats !== undefined) {
      const millis = Number(stats.mtimeMs);
      written.set(versionOf(stats), millis).set(`${fileOf(stats)}:${millis}`, millis);
      if (stats.isDirectory()) {
        inherit(path);
      }
    }
  }
}

/** What the function itself may not read it does not look at either. */
function readable(directory) {
  try {
    return real.readdirSync(directory);
  } catch {
    return [];
  }
}

function inodeOf(stats) {
  const key = fileOf(stats);
  if (!inodes.has(key)) {
    inodes.set(key, inodes.size + 1);
  }
  return inodes.get(key);
}

function fixed(stats) {
  if (stats === undefined) {
    return stats;
  }
  const big = typeof stats.ino === 'bigint';
  const same = (number) => (big ? BigInt(number) : number);
  const millis = modifiedMillis(stats);
  stats.ino = same(inodeOf(stats));
  stats.dev = same(1);
  for (const time of TIMES) {
    stats[`${time}Ms`] = same(millis);
    stats[time] = new real.Date(millis);
    if (big) {
      stats[`${time}Ns`] = BigInt(millis) * 1_000_000n;
    }
  }
  return stats;
}

function fixStats() {
  for (const name of STAT_FUNCTIONS) {
    const original = fs[name];
    fs[name] = Object.assign(function (...args) {
      return fixed(original.apply(this, args));
    }, original);
  }
}

/** As /tmp is configured: what is left of the machine's memory or disk is not told. */
function fixDisks() {
  const { statfsSync } = fs;
  if (statfsSync !== undefined) {
    const { blocks } = statfsSync('/tmp');
    const disk = { type: 0x01021994, bsize: 4096, blocks, bfree: blocks, bavail: blocks, files: 65_536, ffree: 65_536 };
    fs.statfsSync = (path, options) => Object.assign(statfsSync(path, options),
      options?.bigint ? Object.fromEntries(Object.entries(disk).map(([name, value]) => [name, BigInt(value)])) : disk);
  }
}

const withCustomPromise = (callbackStyle, name, resultName) => {
  Object.defineProperty(callbackStyle, real.promisified, {
    value: (...args) => new Promise((resolve, reject) => {
      callbackStyle(...args, (error, count, buffer) => (error ? reject(error) : resolve({ [resultName]: count, buffer })));
    }),
  });
  return callbackStyle;
};

/** `read(fd, [buffer, [offset, length, position] | options])` with whatever was left out filled in. */
function readArguments(fd, buffer, ...rest) {
  if (ArrayBuffer.isView(buffer)) {
    return [fd, buffer, ...rest];
  }
  const options = buffer ?? {};
  return [fd, options.buffer ?? Buffer.alloc(16384), options];
}

function installCallbacks() {
  for (const name of Object.keys(fs)) {
    const sync = fs[`${name}Sync`];
    if (typeof fs[name] === 'function' && typeof sync === 'function' && !BY_HAND.has(name)) {
      fs[name] = Object.assign(deferred((...args) => fs[`${name}Sync`](...args)), fs[name]);
    }
  }
  const read = deferred((...args) => fs.readSync(...args), (count, args) => [count, args[1]]);
  fs.read = withCustomPromise((fd, ...rest) => read(...readArguments(fd, ...rest.slice(0, -1)), rest.at(-1)), 'read', 'bytesRead');
  const second = (count, args) => [count, args[1]];
  fs.readv = withCustomPromise(deferred((...args) => fs.readvSync(...args), second), 'readv', 'bytesRead');
  fs.write = withCustomPromise(deferred((...args) => fs.writeSync(...args), second), 'write', 'bytesWritten');
  fs.writev = withCustomPromise(deferred((...args) => fs.writevSync(...args), second), 'writev', 'bytesWritten');
  fs.exists = (path, callback) => real.setImmediate(callback, fs.existsSync(path));
  fs.exists[real.promisified] = async (path) => fs.existsSync(path);
  fs.realpath.native = deferred((...args) => fs.realpathSync.native(...args));
}

const isStreamed = (data) => typeof data === 'object' && data !== null && !ArrayBuffer.isView(data);

function installPromises() {
  const { promises } = fs;
  const { open, writeFile, appendFile } = promises;
  for (const name of Object.keys(promises)) {
    if (typeof fs[`${name}Sync`] === 'function' && name !== 'open' && name !== 'glob') {
      const sync = (...args) => fs[`${name}Sync`](...args);
      promises[name] = promised((target, ...rest) => sync(typeof target?.fd === 'number' ? target.fd : target, ...rest));
    }
  }
  for (const [name, original, whole] of [['writeFile', writeFile, promises.writeFile], ['appendFile', appendFile, promises.appendFile]]) {
    promises[name] = (target, data, options) =>
      (isStreamed(data) ? background(original(target, data, options)) : whole(target, data, options));
  }
  if (promises.glob !== undefined) {
    promises.glob = async function* (...args) {
      yield* fs.globSync(...args);
    };
  }
  promises.open = (...args) => background(open(...args).then((handle) => {
    fixHandle(handle);
    return handle;
  }));
}

const fixedHandles = new WeakSet();

/** The class of file handles can only be had from an open file. */
function fixHandle(handle) {
  const proto = Object.getPrototypeOf(handle);
  if (fixedHandles.has(proto)) {
    return;
  }
  fixedHandles.add(proto);
  fixNative(handle);
  const byDescriptor = {
    appendFile: 'appendFileSync', chmod: 'fchmodSync', chown: 'fchownSync', datasync: 'fdatasyncSync', readFile: 'readFileSync', stat: 'fstatSync',
    sync: 'fsyncSync', truncate: 'ftruncateSync', utimes: 'futimesSync', writeFile: 'writeFileSync',
  };
  for (const [name, sync] of Object.entries(byDescriptor)) {
    proto[name] = promised(function (...args) {
      return fs[sync](this.fd, ...args);
    });
  }
  proto.read = promised(function (...args) {
    const whole = readArguments(this.fd, ...args);
    return { bytesRead: fs.readSync(...whole), buffer: whole[1] };
  });
  proto.write = promised(function (data, ...rest) {
    return { bytesWritten: fs.writeSync(this.fd, data, ...rest), buffer: data };
  });
  proto.readv = promised(function (buffers, position) {
    return { bytesRead: fs.readvSync(this.fd, buffers, position), buffers };
  });
  proto.writev = promised(function (buffers, position) {
    return { bytesWritten: fs.writevSync(this.fd, buffers, position), buffers };
  });
  const { close } = proto;
  proto.close = function () {
    return background(close.call(this));
  };
}

/** Closing would go to another thread, and the number of the descriptor would be free again nobody knows when. */
function fixNative(handle) {
  const symbol = Object.getOwnPropertySymbols(handle).find(({ description }) => description === 'kHandle');
  const proto = Object.getPrototypeOf(handle[symbol]);
  if (typeof proto.releaseFD !== 'function') {
    throw new Error('this version of Node keeps files open in a way that the hooks do not know');
  }
  proto.close = function () {
    const { fd } = this;
    this.releaseFD();
    return Promise.resolve(fs.closeSync(fd));
  };
}

/** The order of entries is the file system's own: they are given by name. */
function sortEntries(prototype) {
  const { readSync } = prototype;
  const left = new WeakMap();
  prototype.readSync = function () {
    if (!left.has(this)) {
      const all = [];
      for (let entry = readSync.call(this); entry !== null; entry = readSync.call(this)) {
        all.push(entry);
      }
      left.set(this, all.sort((a, b) => (String(a.name) < String(b.name) ? 1 : -1)));
    }
    return left.get(this).pop() ?? null;
  };
}

function installDirectories() {
  const { prototype } = fs.Dir;
  sortEntries(prototype);
  const read = promised(function () {
    return this.readSync();
  });
  const close = promised(function () {
    return this.closeSync();
  });
  const either = (later) => function (callback) {
    const promise = later.call(this);
    return typeof callback === 'function' ? void promise.then((value) => callback(null, value), callback) : promise;
  };
  prototype.read = either(read);
  prototype.close = either(close);
  prototype.entries = prototype[Symbol.asyncIterator] = async function* () {
    try {
      for (let entry = this.readSync(); entry !== null; entry = this.readSync()) {
        yield entry;
      }
    } finally {
      this.closeSync();
    }
  };
}

/** A process that a guest starts knows the files that were written before it from those that were staged. */
function install(greeting) {
  bootMillis = greeting.bootMillis ?? bootMillis;
  fixStats();
  fixDisks();
  installCallbacks();
  installPromises();
  installDirectories();
}

module.exports = { install, inherit };
