'use strict';
// Timers of every kind against each other.
const timers = require('timers');
const promises = require('timers/promises');

exports.handler = async () => {
  const seen = [];
  const began = performance.now();
  const note = (what) => seen.push(`${what}@${Math.round(performance.now())}`);
  setTimeout(note, 20, 'twenty');
  setTimeout(note, 10, 'ten');
  timers.setTimeout(note, 10, 'ten too');
  setTimeout(() => setTimeout(note, 0, 'nested'), 5);
  setImmediate(note, 'immediate');
  process.nextTick(note, 'tick');
  queueMicrotask(() => note('microtask'));
  clearTimeout(setTimeout(note, 1, 'never'));
  clearTimeout(+setTimeout(note, 1, 'never by number'));
  const refreshed = setTimeout(note, 15, 'refreshed');
  setTimeout(() => refreshed.refresh(), 14);
  setTimeout(note, 500, 'unref').unref();
  let ticks = 0;
  const interval = setInterval(() => (note('interval'), ++ticks === 3 && clearInterval(interval)), 7);
  for await (const value of promises.setInterval(30, 'iterated')) {
    note(value);
    if (performance.now() - began > 100) {
      break;
    }
  }
  await promises.scheduler.wait(50);
  note(await promises.setTimeout(5, 'value'));
  await promises.setTimeout(1e6, null, { signal: AbortSignal.timeout(40) }).catch((error) => note(`${error.name} ${error.code} ${error.cause.name}`));
  return seen;
};
