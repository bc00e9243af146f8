'use strict';
// Something of everything, in an order that is drawn: sleeps, calls one by one and together, files, compression, ids, logs.
const crypto = require('crypto');
const fs = require('fs/promises');
const http = require('http');
const zlib = require('zlib');
const { promisify } = require('util');
const { setTimeout: sleep } = require('timers/promises');

const agent = new http.Agent({ keepAlive: true });
const call = (path) => new Promise((resolve, reject) => {
  http.get({ host: 'api.example.com', path, agent }, (response) => response.resume().on('end', () => resolve(response.headers.date))).on('error', reject);
});

const deeds = [
  () => sleep(crypto.randomInt(1, 5000)),
  () => sleep(1 + Math.floor(Math.random() * 20)),
  () => call(`/${crypto.randomUUID()}`),
  () => Promise.all(Array.from({ length: 5 }, (_, i) => call(`/${i}`))),
  () => Promise.race([sleep(Math.random() * 3), call('/race')]),
  async () => fs.readFile('/tmp/mixed', 'utf8').catch(() => fs.writeFile('/tmp/mixed', crypto.randomBytes(64))),
  () => promisify(zlib.gzip)(Buffer.alloc(2000, String(Date.now()))),
  async () => console.log(Date.now(), crypto.randomUUID(), performance.now()),
];

exports.handler = async ({ count }) => {
  for (let i = 0; i < count; i++) {
    await deeds[Math.floor(Math.random() * deeds.length)]();
  }
  return crypto.randomUUID();
};
