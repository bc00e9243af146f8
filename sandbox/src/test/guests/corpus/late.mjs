// Modules of Node's that are loaded first by the handler, in every way there is: they come with the hooks in place.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const WAYS = [(name) => import(name), async (name) => require(name), async (name) => process.getBuiltinModule?.(name) ?? require(`node:${name}`)];

export const loaded = process.moduleLoadList.filter((name) => /^NativeModule (http|https|zlib)$/.test(name));

const jobs = (zlib, seen) => Array.from({ length: 12 }, (_, i) => new Promise((resolve, reject) => {
  zlib.gzip(Buffer.alloc(20_000 * (1 + ((i * 7) % 13)), 'abc'), (error) => (error ? reject(error) : resolve(seen.push(i))));
}));

const answer = (http) => new Promise((resolve, reject) => {
  http.get({ host: 'a.example.com', path: '/late', agent: new http.Agent({ keepAlive: true }) }, (response) => {
    response.resume().on('end', () => resolve(`${response.statusCode} ${response.headers.date}`));
  }).on('error', reject);
});

export const handler = async ({ way = 0 }) => {
  const load = WAYS[way];
  const order = [];
  const zlib = await load('zlib');
  await Promise.all(jobs(zlib, order));
  const { promisify } = await load('util');
  const slept = await promisify(setTimeout)(3000, Date.now()).then((began) => Date.now() - began);
  return { loaded, order, answers: [await answer(await load('http')), await answer(await load('https'))], slept };
};
