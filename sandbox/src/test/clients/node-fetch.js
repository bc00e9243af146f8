'use strict';
// node-fetch: bodies of every kind, compression, a redirect, an abort.
const fetch = require('node-fetch');
const { Readable } = require('stream');

const failure = (promise) => promise.then(() => 'no error', (error) => `${error.name} ${error.code ?? error.type}`);

exports.handler = async () => {
  const streamed = await fetch('http://api.example.com/stream', { method: 'PUT', body: Readable.from(['one ', 'two']) });
  const form = await fetch('https://api.example.com/form', { method: 'POST', body: new URLSearchParams({ a: '1', b: 'zwei' }) });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 40);
  return {
    streamed: await streamed.json(), form: (await form.json()).body, headers: [...form.headers], moved: await (await fetch('https://moved.example.com/')).json(),
    manual: (await fetch('https://moved.example.com/', { redirect: 'manual' })).headers.get('location'),
    zipped: await Promise.all(['gzip', 'deflate', 'br'].map(async (kind) => (await fetch(`https://${kind}.example.com/`)).json())),
    failures: await Promise.all([failure(fetch('https://slow.example.com/', { signal: controller.signal })), failure(fetch('https://slow.example.com/', { timeout: 100 })),
      failure(fetch('https://reset.example.com/')), failure(fetch('https://missing.example.com/'))]),
  };
};
