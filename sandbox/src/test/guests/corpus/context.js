'use strict';
// AsyncLocalStorage through everything that is hooked.
const { AsyncLocalStorage } = require('async_hooks');
const fs = require('fs');
const http = require('http');
const crypto = require('crypto');

const storage = new AsyncLocalStorage();

exports.handler = async () => {
  const seen = [];
  const note = (what) => seen.push(`${what}=${storage.getStore()}`);
  const inside = (n) => storage.run(n, () => Promise.all([
    new Promise((resolve) => setTimeout(() => resolve(note('timeout')), 10)),
    new Promise((resolve) => fs.stat('/tmp', () => resolve(note('stat')))),
    new Promise((resolve) => crypto.pbkdf2('a', 'b', 1, 8, 'sha1', () => resolve(note('pbkdf2')))),
    new Promise((resolve) => http.get('http://api.example.com/', (response) => response.on('data', () => note('data')).on('end', () => resolve(note('end'))))),
    fetch('https://api.example.com/').then(() => note('fetch')),
    crypto.subtle.digest('SHA-1', Buffer.alloc(1)).then(() => note('digest')),
  ]));
  await Promise.all([inside('one'), inside('two')]);
  return { seen, outside: storage.getStore() ?? null };
};
