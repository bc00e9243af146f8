'use strict';
/*
 * SubtleCrypto has no synchronous twin: its jobs run where Node runs them, and their results are handed over in order (offload.js). Secret keys are
 * made from the kernel's entropy; what draws inside OpenSSL is done and reported, since nothing here can steer it.
 */
const crypto = require('crypto');
const { background } = require('./offload');
const { fill } = require('./entropy');
const { uncontrolled } = require('./report');

const METHODS = ['encrypt', 'decrypt', 'sign', 'verify', 'digest', 'deriveBits', 'deriveKey', 'importKey', 'exportKey', 'wrapKey', 'unwrapKey',
  'getPublicKey', 'encapsulateBits', 'encapsulateKey', 'decapsulateBits', 'decapsulateKey'];
const DRAWS = { sign: /^(ECDSA|RSA-PSS|ML-DSA.*)$/i, encrypt: /^RSA-OAEP$/i, wrapKey: /^RSA-OAEP$/i, encapsulateBits: /./, encapsulateKey: /./ };

const named = (algorithm) => (typeof algorithm === 'string' ? algorithm : algorithm?.name) ?? '';

function algorithmOf(method, args) {
  return named(method === 'wrapKey' ? args[3] : args[0]);
}

/** Jobs start at once but on another thread: what they work on is taken now, as the specification has it. */
function copied(value) {
  if (ArrayBuffer.isView(value)) {
    return value.slice ? value.slice() : value;
  }
  return value instanceof ArrayBuffer ? value.slice(0) : value;
}

const HASH_BLOCK_BITS = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

function secretBits(algorithm) {
  const name = named(algorithm).toUpperCase();
  if (/^AES-/.test(name)) {
    return algorithm.length;
  }
  return name === 'HMAC' ? algorithm.length ?? HASH_BLOCK_BITS[named(algorithm.hash).toUpperCase()] : undefined;
}

function install() {
  const { subtle } = crypto.webcrypto;
  const proto = Object.getPrototypeOf(subtle);
  for (const method of METHODS.filter((each) => typeof proto[each] === 'function')) {
    const original = proto[method];
    proto[method] = function (...args) {
      if (DRAWS[method]?.test(algorithmOf(method, args))) {
        uncontrolled(`crypto.subtle.${method} with ${algorithmOf(method, args)}`);
      }
      return background(original.apply(this, args.map(copied)));
    };
  }
  const generateKey = proto.generateKey;
  const importKey = proto.importKey;
  proto.generateKey = function (algorithm, extractable, usages) {
    const bits = secretBits(algorithm);
    if (bits === undefined) {
      uncontrolled(`crypto.subtle.generateKey with ${named(algorithm)}`);
      return background(generateKey.call(this, algorithm, extractable, usages));
    }
    return importKey.call(this, 'raw', fill(new Uint8Array(bits >> 3)), algorithm, extractable, usages);
  };
}

module.exports = { install };
