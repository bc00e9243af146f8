'use strict';
// Who is first, of everything that could be.
const fs = require('fs');
const zlib = require('zlib');
const crypto = require('crypto');
const dns = require('dns');
const { promisify } = require('util');
const { setTimeout: sleep } = require('timers/promises');

exports.handler = async () => {
  const order = [];
  const run = (name, promise) => promise.then(() => order.push(name));
  const channel = new MessageChannel();
  const message = new Promise((resolve) => {
    channel.port1.onmessage = resolve;
  });
  channel.port2.postMessage('hello');
  await Promise.all([
    run('timer', sleep(0)), run('digest', crypto.subtle.digest('SHA-1', Buffer.alloc(100))), run('gzip', promisify(zlib.gzip)('x')),
    run('stat', fs.promises.stat(__filename)), run('pbkdf2', promisify(crypto.pbkdf2)('a', 'b', 1, 8, 'sha1')),
    run('lookup', dns.promises.lookup('example.com')), run('immediate', new Promise(setImmediate)), run('fetch', fetch('https://api.example.com/')),
    run('message', message), run('tick', new Promise(process.nextTick)), run('file', promisify(fs.readFile)(__filename)),
    run('read stream', new Promise((resolve) => fs.createReadStream(__filename).on('close', resolve).resume())),
  ]);
  channel.port1.close();
  return order;
};
