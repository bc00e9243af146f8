'use strict';
/*
 * zlib's streams compress on other threads through a native handle. The handle has a synchronous write too: it is used instead, and the callback
 * comes in the next round of the loop. The handles' classes are in one of Node's internal bindings: `zlib` itself is loaded by those who use it.
 */
const real = require('./real');
const { binding } = require('./entry');

const CALLBACK = Symbol('tapedeck.callback');
const KNOWN = ['Zlib', 'BrotliEncoder', 'BrotliDecoder'];

function install() {
  const classes = Object.entries(binding('zlib')).filter(([, each]) => typeof each?.prototype?.writeSync === 'function');
  if (!KNOWN.every((name) => classes.some(([found]) => found === name))) {
    throw new Error('this version of Node compresses in a way that the hooks do not know');
  }
  classes.forEach(([, { prototype }]) => makeSynchronous(prototype));
}

function makeSynchronous(proto) {
  const { init } = proto;
  proto.init = function (...args) {
    this[CALLBACK] = args.find((arg) => typeof arg === 'function');
    return init.apply(this, args);
  };
  proto.write = function (...args) {
    const { onerror } = this;
    let failure;
    this.onerror = (...what) => {
      failure = what;
    };
    this.writeSync(...args);
    this.onerror = onerror;
    real.setImmediate(() => (failure === undefined ? this[CALLBACK]() : onerror.apply(this, failure)));
  };
}

module.exports = { install };
