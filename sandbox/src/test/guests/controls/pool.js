'use strict';
// The order in which jobs of unequal cost finish on other threads.
const crypto = require('crypto');
const zlib = require('zlib');

const JOBS = {
  offload: (done, cost) => crypto.pbkdf2('p', 's', 200 * cost, 16, 'sha256', done),
  zlib: (done, cost) => zlib.gzip(Buffer.alloc(20_000 * cost, 'abc'), done),
  webcrypto: (done, cost) => crypto.subtle.digest('SHA-256', Buffer.alloc(30_000 * cost)).then(done),
};

exports.handler = async ({ job }) => {
  const order = [];
  await Promise.all(Array.from({ length: 24 }, (_, i) => new Promise((resolve) => JOBS[job](() => resolve(order.push(i)), 1 + ((i * 7) % 13)))));
  return order;
};
