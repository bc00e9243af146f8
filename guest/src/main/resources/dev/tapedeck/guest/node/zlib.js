'use strict';
/*
 * zlib's streams compress on other threads through a native handle. The handle has a synchronous write too: it is used instead, and the callback
 * comes in the next round of the loop.
 */
const zlib = require('zlib');
const real = require('./real');

const CALLBACK = Symbol('tapedeck.callback');

function install() {
  const makers = [zlib.createGzip, zlib.createBrotliCompress, zlib.createBrotliDecompress, zlib.createZstdCompress, zlib.createZstdDecompress];
  const protos = new Set(makers.filter(Boolean).map((make) => {
    const stream = make();
    const proto = Object.getPrototypeOf(stream._handle);
    stream.destroy();
    return proto;
  }));
  protos.forEach(makeSynchronous);
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
