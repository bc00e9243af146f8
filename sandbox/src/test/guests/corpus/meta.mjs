// What a module knows of itself, and the ways to load another.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as crypto from 'node:crypto';
import fs, { statSync } from 'node:fs';

const require = createRequire(import.meta.url);

export const handler = async () => {
  const again = await Promise.all(['./data.mjs', './data.mjs?fresh'].map((name) => import(name)));
  return {
    url: import.meta.url, file: fileURLToPath(import.meta.url), directory: import.meta.dirname ?? 'unknown', resolved: import.meta.resolve?.('./data.mjs') ?? 'unknown',
    data: again.map(({ default: data }) => data), same: again[0] === again[1], required: typeof require('./race.js').handler,
    named: crypto.randomUUID(), time: statSync(new URL(import.meta.url)).mtimeMs === fs.statSync(fileURLToPath(import.meta.url)).mtimeMs,
    cached: Object.keys(require.cache),
  };
};
