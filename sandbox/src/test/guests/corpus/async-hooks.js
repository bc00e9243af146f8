'use strict';
// What is told of asynchronous resources, as programs that trace ask for it: the same in every run, each with a number of its own, and a context that lasts.
const { createHook, executionAsyncId, triggerAsyncId } = require('async_hooks');
const fs = require('fs');
const zlib = require('zlib');
const https = require('https');

const contexts = new Map();
let current = 'none';
let told = [];
const made = new Set();
let twice = 0;

createHook({
  init(id, type, trigger) {
    told.push(`init ${id} ${type} ${trigger}`);
    twice += made.has(id) ? 1 : 0;
    made.add(id);
    contexts.set(id, current);
  },
  before(id) {
    told.push(`before ${id}`);
    current = contexts.get(id) ?? current;
  },
  after: (id) => told.push(`after ${id}`),
  promiseResolve: (id) => told.push(`resolved ${id}`),
  destroy: (id) => contexts.delete(id),
}).enable();

const later = (start) => new Promise((resolve) => start(resolve));

exports.handler = async (event, context) => {
  told = [];
  current = context.awsRequestId;
  const ids = [executionAsyncId(), triggerAsyncId()];
  await later((done) => setTimeout(done, 5));
  await later(setImmediate);
  await fs.promises.readFile(__filename);
  await later((done) => fs.stat(__filename, done));
  await later((done) => zlib.gzip('x', done));
  await later((done) => https.get('https://api.example.com/', (response) => response.resume().on('end', done)));
  await Promise.all([1, 2, 3].map((n) => fetch(`https://api.example.com/${n}`).then((response) => response.text())));
  for (let i = 0; i < 5000; i++) {
    await null;
  }
  if (twice > 0 || current !== context.awsRequestId) {
    throw new Error(`${twice} numbers were given twice; the context is ${current}`);
  }
  return { ids, told: told.length, first: told.slice(0, 400), hash: require('crypto').createHash('sha256').update(told.join()).digest('hex') };
};
