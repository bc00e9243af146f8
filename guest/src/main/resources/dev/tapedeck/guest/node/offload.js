'use strict';
/*
 * Work that Node does on other threads, whose completion nothing in JavaScript can order. Two ways to give it one:
 *
 *   deferred(sync)    do it now, on this thread, and call back in the next round of the loop
 *   background(work)  let it run, and hand over results oldest first, and only when the guest is otherwise quiet
 *
 * The first is for what has a synchronous twin (fs, zlib, key derivation), the second for what has none (SubtleCrypto, file handles).
 */
const crypto = require('crypto');
const real = require('./real');

const waiting = [];

/** A callback-taking function made of its synchronous twin. What is wrong with the arguments is thrown at once, as in Node. */
function deferred(sync, results = (value) => [value]) {
  return function (...args) {
    const callback = args.pop();
    if (typeof callback !== 'function') {
      const error = new TypeError(`The "callback" argument must be of type function. Received ${typeof callback}`);
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    let outcome;
    try {
      outcome = [null, ...results(sync.apply(this, args), args)];
    } catch (error) {
      if (String(error.code).startsWith('ERR_INVALID_')) {
        throw error;
      }
      outcome = [error];
    }
    real.setImmediate(callback, ...outcome);
  };
}

/** A promise-returning function made of its synchronous twin. */
function promised(sync, result = (value) => value) {
  return function (...args) {
    return new Promise((resolve, reject) => {
      let value;
      try {
        value = result(sync.apply(this, args), args);
      } catch (error) {
        real.setImmediate(reject, error);
        return;
      }
      real.setImmediate(resolve, value);
    });
  };
}

/** The result of `work`, a promise, released in the order of asking. */
function background(work) {
  return new Promise((resolve, reject) => {
    const entry = { settle: undefined };
    waiting.push(entry);
    Promise.resolve(work).then(
      (value) => { entry.settle = () => resolve(value); },
      (error) => { entry.settle = () => reject(error); },
    );
  });
}

/** Whether anything is still out; releases the oldest if it has finished. */
function releaseOldest() {
  if (waiting.length === 0) {
    return false;
  }
  if (waiting[0].settle !== undefined) {
    waiting.shift().settle();
  }
  return true;
}

const KEY_DERIVATION = ['pbkdf2', 'scrypt', 'hkdf', 'checkPrime', 'argon2'];
const BOTH_KINDS = ['sign', 'verify', 'diffieHellman', 'generateKeyPair', 'generatePrime', 'encapsulate', 'decapsulate'];

function install() {
  for (const name of KEY_DERIVATION.filter((each) => typeof crypto[each] === 'function')) {
    crypto[name] = deferred(crypto[`${name}Sync`]);
  }
  for (const name of BOTH_KINDS.filter((each) => typeof crypto[each] === 'function')) {
    const whole = crypto[name];
    const sync = crypto[`${name}Sync`] ?? whole;
    const later = deferred(sync, (value) => (name === 'generateKeyPair' ? [value.publicKey, value.privateKey] : [value]));
    crypto[name] = function (...args) {
      return typeof args.at(-1) === 'function' ? later(...args) : whole.apply(this, args);
    };
  }
  installBlob();
  installWebAssembly();
}

/** A blob's bytes are copied on another thread, of which some versions show nothing. */
function installBlob() {
  const { prototype } = require('buffer').Blob;
  const { arrayBuffer } = prototype;
  prototype.arrayBuffer = function () {
    return background(arrayBuffer.call(this));
  };
}

/** V8 compiles on a thread that the event loop does not know of. */
function installWebAssembly() {
  const { Module, Instance } = WebAssembly;
  WebAssembly.compile = async (bytes) => new Module(bytes);
  const fetched = async (source) => new Uint8Array(await (await source).arrayBuffer());
  WebAssembly.compileStreaming = async (source) => WebAssembly.compile(await fetched(source));
  WebAssembly.instantiateStreaming = async (source, imports) => WebAssembly.instantiate(await fetched(source), imports);
  WebAssembly.instantiate = async (source, imports) => {
    if (source instanceof Module) {
      return new Instance(source, imports);
    }
    const module = new Module(source);
    return { module, instance: new Instance(module, imports) };
  };
}

module.exports = { install, deferred, promised, background, releaseOldest };
