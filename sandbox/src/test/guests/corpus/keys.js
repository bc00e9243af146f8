'use strict';
// Key derivation, digests and signatures that Node computes on other threads.
const crypto = require('crypto');
const { promisify } = require('util');

const hex = (bytes) => Buffer.from(bytes).toString('hex').slice(0, 12);

exports.handler = async () => {
  const seen = [];
  const note = (what) => (value) => seen.push(`${what} ${hex(value)}`);
  const { subtle } = crypto.webcrypto;
  const key = await subtle.importKey('raw', Buffer.from('k'.repeat(32)), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const jobs = [30000, 100, 10000, 1000].map((rounds) => promisify(crypto.pbkdf2)('p', 's', rounds, 16, 'sha256').then(note(`pbkdf2 ${rounds}`)));
  jobs.push(promisify(crypto.scrypt)('p', 's', 16).then(note('scrypt')));
  jobs.push(promisify(crypto.hkdf)('sha256', 'k', 's', 'i', 16).then(note('hkdf')));
  for (const size of [2_000_000, 10, 500_000]) {
    jobs.push(subtle.digest('SHA-256', Buffer.alloc(size)).then(note(`digest ${size}`)));
  }
  jobs.push(subtle.sign('HMAC', key, Buffer.from('data')).then(note('hmac')));
  const immediate = new Promise((resolve) => setImmediate(() => resolve(seen.push('immediate'))));
  await Promise.all([...jobs, immediate]);
  const failed = await subtle.importKey('raw', Buffer.alloc(3), 'AES-GCM', false, ['encrypt']).catch((error) => error.name);
  return { seen, failed };
};
