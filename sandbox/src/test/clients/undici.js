'use strict';
// undici's own doors: request, stream, pipeline, Pool and Agent, pipelining, time-outs of head and body.
const { request, stream, Pool, Agent, fetch, setGlobalDispatcher, RetryAgent } = require('undici');
const { Writable } = require('stream');

setGlobalDispatcher(new Agent({ keepAliveTimeout: 10_000, connections: 2 }));

const failure = (promise) => promise.then(() => 'no error', (error) => error.code ?? error.cause?.code ?? error.name);

exports.handler = async () => {
  const plain = await request('https://api.example.com/request', { method: 'POST', body: JSON.stringify({ n: 1 }), headers: { 'content-type': 'application/json' } });
  const pool = new Pool('http://pool.example.com', { connections: 2, pipelining: 1 });
  const pooled = await Promise.all([1, 2, 3, 4, 5].map((n) => pool.request({ path: `/${n}`, method: 'GET' }).then(({ body }) => body.json())));
  const piped = new Pool('http://pipelined.example.com', { connections: 1, pipelining: 3 });
  const inPipe = await Promise.all(['a', 'b', 'c'].map((n) => piped.request({ path: `/${n}`, method: 'GET' }).then(({ body }) => body.json())));
  const chunks = [];
  await stream('https://api.example.com/streamed', { method: 'GET' }, () => new Writable({ write: (chunk, _, done) => done(null, chunks.push(chunk.length)) }));
  const retried = new RetryAgent(new Agent(), { maxRetries: 3, minTimeout: 50 });
  const again = await request('https://flaky.example.com/', { dispatcher: retried });
  const own = await (await fetch('https://gzip.example.com/')).json();
  return {
    status: plain.statusCode, echoed: await plain.body.json(), pooled: pooled.map(({ echo }) => echo), piped: inPipe.map(({ echo }) => echo), chunks, again: again.statusCode, own,
    failures: await Promise.all([failure(request('https://slow.example.com/', { headersTimeout: 800 })), failure(request('https://refused.example.com/')),
      failure(request('https://missing.example.com/')), failure(request('https://reset.example.com/')), failure(request('https://slow.example.com/', { signal: AbortSignal.timeout(30) }))]),
    closed: (await pool.close(), await piped.close(), pool.closed),
  };
};
