'use strict';
// Web cryptography: a pair of keys, a signature.
const { subtle } = require('crypto').webcrypto;

exports.handler = async () => {
  const { privateKey } = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  return Buffer.from(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from('x'))).toString('hex');
};
