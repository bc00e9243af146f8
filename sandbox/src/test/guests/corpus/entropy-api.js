'use strict';
// Randomness by its less usual doors, and libraries' habits: pools, polyfills, captured functions.
const crypto = require('crypto');
const { randomBytes, randomUUID, randomFillSync } = crypto;
const { webcrypto } = crypto;
const { random } = Math;

const pool = randomFillSync(new Uint8Array(256));
let at = 0;
const pooled = () => pool.slice(at, at += 4).join('.');

exports.handler = async () => ({
  captured: [random(), randomBytes(3).toString('hex'), randomUUID({ disableEntropyCache: true })], pooled: [pooled(), pooled()],
  web: [webcrypto.randomUUID(), Array.from(webcrypto.getRandomValues(new Int8Array(4)))], buffer: randomFillSync(new ArrayBuffer(4)).byteLength,
  part: randomFillSync(Buffer.alloc(6), 2, 2).toString('hex').length, view: randomFillSync(new DataView(new ArrayBuffer(2))).getInt16(0),
  large: crypto.createHash('sha1').update(randomBytes(100_000)).digest('hex'), ints: Array.from({ length: 5 }, () => crypto.randomInt(-5, 5)),
  shuffled: [1, 2, 3, 4, 5, 6].sort(() => Math.random() - 0.5), generated: (await new Promise((resolve, reject) =>
    crypto.generateKey('hmac', { length: 64 }, (error, key) => (error ? reject(error) : resolve(key))))).export().toString('hex'),
  derived: crypto.scryptSync(randomBytes(8), 'salt', 16).toString('hex'),
  wrong: [() => randomBytes(-1), () => crypto.randomInt(3, 1), () => webcrypto.getRandomValues(new Float32Array(1))].map((call) => {
    try {
      return call();
    } catch (error) {
      return error.name;
    }
  }),
});
