'use strict';

/**
 * What recording costs: the same function with and without the recorder, warm, with a number of
 * calls each; and the start of its process. Collector and dependency are on loopback.
 */
const { inWorld } = require('./world');

const ROUNDS = 400;
const WARM_UP = 100;

const median = (list) => list.sort((one, other) => one - other)[Math.floor(list.length / 2)];
const millis = (nanos) => (nanos / 1e6).toFixed(2).padStart(8);

async function warm(world, event, recorded) {
  const { outcomes } = await world.run('probe.handler', [event], { recorded, env: { REPEAT: String(ROUNDS + WARM_UP) } });
  return median(outcomes.slice(WARM_UP).map(({ nanos }) => nanos));
}

async function start(world, recorded) {
  const times = [];
  for (let round = 0; round < 15; round++) {
    const began = process.hrtime.bigint();
    await world.run('probe.handler', [], { recorded });
    times.push(Number(process.hrtime.bigint() - began));
  }
  return median(times);
}

async function row(label, measure, world) {
  const [without, recorded] = [await measure(world, false), await measure(world, true)];
  console.log(`${label.padEnd(34)}${millis(without)}${millis(recorded)}${millis(recorded - without)}`);
}

const body = JSON.stringify({ text: 'x'.repeat(2000) });
const paths = (count) => Array.from({ length: count }, (_, index) => `/${index}`);

inWorld(async (world) => {
  console.log(`${'milliseconds, median'.padEnd(34)} without   with   more`);
  await row('no call', (one, recorded) => warm(one, { deed: 'nothing' }, recorded), world);
  await row('no call, event of 2 kB', (one, recorded) => warm(one, { deed: 'nothing', body }, recorded), world);
  await row('1 call by http, body of 2 kB', (one, recorded) => warm(one, { deed: 'http', method: 'POST', body }, recorded), world);
  await row('1 call by fetch, body of 2 kB', (one, recorded) => warm(one, { deed: 'fetch', method: 'POST', body }, recorded), world);
  await row('10 calls by fetch, in parallel', (one, recorded) => warm(one, { deed: 'parallel', paths: paths(10) }, recorded), world);
  await row('start of the process', start, world);
})();
