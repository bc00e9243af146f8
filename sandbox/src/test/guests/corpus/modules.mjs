// An ES module: named imports of what is hooked, top-level await, a dynamic import.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { connect } from 'node:net';

await sleep(250);
const greeting = await (await fetch('https://config.example.com/start')).json();
const born = performance.now();

export const handler = async () => {
  const { default: data } = await import('./data.mjs');
  return { id: randomUUID(), size: (await readFile(import.meta.filename ?? new URL(import.meta.url).pathname)).length > 100, host: hostname(),
    greeting, born, data, hooked: connect.name };
};
