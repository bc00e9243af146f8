'use strict';
// Whether a context follows through everything that the hooks replaced.
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const fs = require('fs');
const zlib = require('zlib');
const crypto = require('crypto');
const http = require('http');
const { promisify } = require('util');

const storage = new AsyncLocalStorage();
const where = (name) => `${name}:${storage.getStore()}`;
const called = (start) => new Promise((resolve) => start((...args) => resolve(args)));

exports.handler = async () => {
  const followed = async (tag) => storage.run(tag, async () => {
    const seen = [];
    await promisify(setTimeout)(3);
    seen.push(where('timer'));
    await called((done) => fs.readFile(__filename, () => done(seen.push(where('file')))));
    await called((done) => zlib.gzip('x', () => done(seen.push(where('zlib')))));
    await called((done) => crypto.randomBytes(4, () => done(seen.push(where('random')))));
    await called((done) => crypto.pbkdf2('a', 'b', 1, 8, 'sha1', () => done(seen.push(where('pbkdf2')))));
    await called((done) => setImmediate(() => done(seen.push(where('immediate')))));
    await called((done) => http.get('http://api.example.com/x', (answer) => answer.resume().on('end', () => done(seen.push(where('http'))))));
    await fetch('https://api.example.com/y').then((answer) => answer.text());
    seen.push(where('fetch'));
    await crypto.webcrypto.subtle.digest('SHA-256', Buffer.from('x'));
    seen.push(where('digest'));
    return seen;
  });
  const bound = storage.run('bound', () => AsyncResource.bind(() => where('bound')));
  return [await Promise.all([followed('a'), followed('b')]), bound(), where('outside')];
};
