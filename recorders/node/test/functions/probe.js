'use strict';

const http = require('node:http');
const { once } = require('node:events');

const base = process.env.DEPENDENCY;

async function request(path, { body, ...options }) {
  const made = http.request(`${base}${path}`, options);
  made.end(body);
  const [answer] = await once(made, 'response');
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What a test wants done, named by the event. */
const deeds = {
  nothing: async () => null,
  http: async ({ path = '/', ...options }) => request(path, options),
  fetch: async ({ path = '/', ...options }) => (await fetch(base + path, options)).text(),
  givenUp: async () => {
    const controller = new AbortController();
    const asked = fetch(`${base}/slow`, { signal: controller.signal }).catch((error) => error.name);
    await request('/has-it-arrived', {});
    controller.abort(new DOMException('late', 'TimeoutError'));
    return asked;
  },
  refused: async () => request('/', { port: 1 }).catch((error) => error.code),
  parallel: async ({ paths }) => Promise.all(paths.map((path) => fetch(base + path).then((answer) => answer.text()))),
  unread: async () => {
    const made = http.get(`${base}/`);
    const [answer] = await once(made, 'response');
    answer.destroy();
    await once(answer, 'close');
  },
  throws: async () => {
    throw new TypeError('no such invoice');
  },
  writes: async ({ lines }) => lines.forEach((line) => console.log(line)),
  prints: async ({ text }) => process.stdout.write(text) && null,
  binary: async () => fetch(base, { method: 'POST', body: new Uint8Array([0xff, 0xfe, 0x00]) }).then(() => null),
  circular: async () => {
    const result = {};
    result.self = result;
    return result;
  },
  ownDispatcher: async () => {
    const { constructor: Agent } = globalThis[Symbol.for('undici.globalDispatcher.1')];
    return (await fetch(base, { dispatcher: new Agent() })).text();
  },
};

exports.handler = async (event) => deeds[event.deed ?? 'nothing'](event);

exports.callback = (event, context, callback) => {
  setImmediate(() => (event.fail ? callback(new Error('told to fail')) : callback(null, { by: 'callback' })));
};
