'use strict';
// Everything that can be aborted, by hand and by time.
const { once, on, EventEmitter } = require('events');
const promises = require('timers/promises');
const { Readable, addAbortSignal } = require('stream');

exports.handler = async () => {
  const seen = [];
  const tried = (name, promise) => promise.then(() => seen.push(`${name} went on`), (error) => seen.push(`${name} ${error.name}@${Math.round(performance.now())}`));
  const byHand = new AbortController();
  setTimeout(() => byHand.abort(), 30);
  const either = AbortSignal.any ? AbortSignal.any([byHand.signal, AbortSignal.timeout(10)]) : AbortSignal.timeout(10);
  const slow = new Readable({ read() {} });
  addAbortSignal(byHand.signal, slow);
  const emitter = new EventEmitter();
  setTimeout(() => emitter.emit('news', 1), 5);
  await Promise.all([
    tried('sleep', promises.setTimeout(500, null, { signal: either })),
    tried('wait', promises.scheduler.wait(400, { signal: byHand.signal })),
    tried('immediate', promises.setImmediate(null, { signal: byHand.signal })),
    tried('once', once(emitter, 'never', { signal: byHand.signal })),
    tried('fetch', fetch('https://slow.example.com/', { signal: AbortSignal.timeout(25) })),
    tried('stream', slow.toArray()),
    tried('on', (async () => {
      for await (const [value] of on(emitter, 'news', { signal: byHand.signal })) {
        seen.push(`news ${value}`);
      }
    })()),
    tried('interval', (async () => {
      for await (const _ of promises.setInterval(12, 0, { signal: byHand.signal })) {
        seen.push('interval');
      }
    })()),
  ]);
  await promises.scheduler.yield();
  return seen;
};
