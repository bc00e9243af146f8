'use strict';
// Every way to ask for the time.
const { setTimeout: sleep } = require('timers/promises');

class Stamp extends Date {}

exports.handler = async () => {
  const start = performance.now();
  const [seconds] = process.hrtime();
  console.time('work');
  await sleep(1234);
  performance.mark('there');
  console.timeEnd('work');
  return {
    now: Date.now(), date: new Date(), text: Date(), subclass: [new Stamp(), new Stamp() instanceof Date, new Stamp(0).getTime()],
    parts: new Date(2020, 1, 2).toISOString(), utc: Date.UTC(2020, 1), intl: new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' }).format(),
    intlParts: new Intl.DateTimeFormat('en').formatToParts().map(({ value }) => value).join(''), local: new Date().toLocaleString('de-DE'),
    elapsed: performance.now() - start, hrtime: process.hrtime()[0] - seconds, bigint: typeof process.hrtime.bigint(), uptime: process.uptime(),
    origin: performance.timeOrigin, event: new Event('x').timeStamp, mark: performance.getEntriesByName('there')[0].startTime,
    same: new Date().constructor === Date, zone: new Date().getTimezoneOffset(), file: new (require('buffer').File)([], 'a').lastModified,
  };
};
