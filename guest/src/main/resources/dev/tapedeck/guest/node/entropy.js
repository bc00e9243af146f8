'use strict';
/*
 * Everything random comes from the seed that the kernel gives at init and again with each invocation. Math.random and crypto draw from streams of
 * their own, so that a library which draws for jitter does not shift the ids of another.
 */
const crypto = require('crypto');
const fs = require('fs');
const real = require('./real');
const { segment, epochMillis } = require('./segment');

/** From here on a fill may be a pool of random bytes kept for later (as uuid and nanoid do). */
const POOL_BYTES = 128;

/** sfc32, by Chris Doty-Humphrey: 128 bits of state, passes PractRand. */
class Stream {
  constructor(words, lane) {
    [this.a, this.b, this.c] = [words[0] ^ lane, words[1], words[2]];
    this.counter = words[3] | 1;
    for (let i = 0; i < 16; i++) {
      this.next();
    }
  }

  next() {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }
}

let mathStream;
let cryptoStream;
let seedWords;
let children = 0;

/** @param words four 32-bit numbers, the kernel's seed */
function seed(words) {
  seedWords = words;
  children = 0;
  mathStream = new Stream(words, 0x4d617468);
  cryptoStream = new Stream(words, 0x63727970);
}

/** What the next child process is seeded with: neither it nor what draws here shifts the other. */
function childSeed() {
  children += 1;
  const stream = new Stream(seedWords, 0x6368696c + children);
  return Array.from({ length: 4 }, () => stream.next());
}

function random() {
  segment.drewEntropy = true;
  return ((mathStream.next() >>> 5) * 67108864 + (mathStream.next() >>> 6)) / 9007199254740992;
}

function fill(bytes) {
  segment.drewEntropy = true;
  segment.holdsPool ||= bytes.length >= POOL_BYTES;
  for (let at = 0; at < bytes.length;) {
    for (let word = cryptoStream.next(), i = 0; i < 4 && at < bytes.length; i++, word >>>= 8) {
      bytes[at++] = word & 255;
    }
  }
  return bytes;
}

/** The bytes behind any kind of buffer; offset and size count elements of a typed array, as crypto.randomFill has it. */
function bytesOf(target, offset = 0, size = undefined) {
  if (!ArrayBuffer.isView(target)) {
    return new Uint8Array(target, offset, size);
  }
  const width = target.BYTES_PER_ELEMENT ?? 1;
  const length = size === undefined ? target.byteLength - offset * width : size * width;
  return new Uint8Array(target.buffer, target.byteOffset + offset * width, length);
}

const hex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

function randomUUID() {
  const b = fill(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  return spelled(b);
}

function spelled(b) {
  b[8] = (b[8] & 63) | 128;
  const h = Array.from(b, (byte) => hex[byte]).join('');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

/** RFC 9562: 48 bits of the clock in milliseconds, then random ones. */
function randomUUIDv7() {
  const b = fill(new Uint8Array(16));
  let millis = epochMillis();
  for (let i = 5; i >= 0; i--) {
    b[i] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  b[6] = (b[6] & 15) | 112;
  return spelled(b);
}

/** A value now or, where a callback was given, later: what crypto's functions do that come in both kinds. */
function deliver(value, callback) {
  if (typeof callback !== 'function') {
    return value;
  }
  real.setImmediate(callback, null, value);
  return undefined;
}

const realRandomBytes = crypto.randomBytes;

function randomBytes(size, callback) {
  if (typeof size !== 'number' || !(size >= 0 && size <= 2 ** 31 - 1)) {
    return realRandomBytes(size, callback);
  }
  return deliver(fill(Buffer.alloc(size)), callback);
}

function randomFill(target, ...rest) {
  const callback = rest.pop();
  fill(bytesOf(target, ...rest));
  real.setImmediate(callback, null, target);
}

function randomFillSync(target, offset, size) {
  fill(bytesOf(target, offset, size));
  return target;
}

const realRandomInt = crypto.randomInt;

function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') {
    return randomInt(0, min, max);
  }
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max <= min || max - min >= 2 ** 48) {
    return realRandomInt(min, max, callback);
  }
  segment.drewEntropy = true;
  const unit = ((cryptoStream.next() >>> 5) * 67108864 + (cryptoStream.next() >>> 6)) / 9007199254740992;
  return deliver(min + Math.floor(unit * (max - min)), callback);
}

function generateKey(type, options, callback) {
  return deliver(generateKeySync(type, options), callback);
}

function generateKeySync(type, options) {
  return crypto.createSecretKey(fill(Buffer.alloc(options.length >> 3)));
}

/** The system's mkdtemp draws its own six letters. */
function mkdtempSync(prefix, options) {
  const letters = fill(new Uint8Array(6)).map((byte) => 97 + (byte % 26));
  const path = `${prefix}${Buffer.from(letters).toString()}`;
  fs.mkdirSync(path, { mode: 0o700 });
  return options === 'buffer' || options?.encoding === 'buffer' ? Buffer.from(path) : path;
}

function installWeb() {
  const proto = Object.getPrototypeOf(crypto.webcrypto);
  proto.getRandomValues = function getRandomValues(array) {
    if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array || array instanceof DataView) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > 65536) {
      throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
    }
    fill(bytesOf(array));
    return array;
  };
  proto.randomUUID = function () {
    return randomUUID();
  };
}

function install() {
  seed([1, 2, 3, 4]);
  Math.random = random;
  Object.assign(crypto, {
    randomBytes, pseudoRandomBytes: randomBytes, rng: randomBytes, prng: randomBytes, randomFill, randomFillSync, randomInt, generateKey, generateKeySync,
    randomUUID: () => randomUUID(),
  });
  if (crypto.randomUUIDv7 !== undefined) {
    crypto.randomUUIDv7 = () => randomUUIDv7();
  }
  fs.mkdtempSync = mkdtempSync;
  installWeb();
}

module.exports = { install, seed, childSeed, fill };
