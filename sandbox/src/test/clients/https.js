'use strict';
// Node's own client: agents with and without keep-alive, chunks, leave to continue, trailers, aborts, and time-outs of each kind.
const http = require('http');
const https = require('https');
const zlib = require('zlib');

const agent = new https.Agent({ keepAlive: true, maxSockets: 1, timeout: 5000 });

function call(url, options = {}, write = (request) => request.end()) {
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https') ? https : http).request(url, options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('aborted', () => reject(new Error('aborted')));
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(chunks), headers: answer.headers, reused: request.reusedSocket }));
    });
    request.on('error', reject).on('timeout', () => request.destroy(new Error('timed out'))).on('continue', () => request.write('late'));
    request.on('information', () => undefined);
    write(request);
  });
}

const failure = (promise) => promise.then(() => 'no error', (error) => `${error.code ?? error.message} ${error.syscall ?? ''} ${error.address ?? error.hostname ?? ''}`);

exports.handler = async () => {
  const kept = [await call('https://api.example.com/1', { agent }), await call('https://api.example.com/2', { agent })];
  const chunked = await call('http://api.example.com/chunks', { method: 'POST' }, (request) => {
    request.write('one');
    setTimeout(() => {
      request.write('two');
      request.addTrailers?.({});
      request.end();
    }, 10);
  });
  const waiting = await call('http://api.example.com/expect', { method: 'POST', headers: { expect: '100-continue', 'content-length': 4 } }, (request) => request.flushHeaders());
  const zipped = [];
  for (const [kind, undo] of [['gzip', zlib.gunzipSync], ['br', zlib.brotliDecompressSync], ['deflate', zlib.inflateSync]]) {
    zipped.push(String(undo((await call(`https://${kind}.example.com/`)).body)));
  }
  const [head, none] = [await call('https://api.example.com/', { method: 'HEAD' }), await call('https://status.example.com/204')];
  return {
    reused: kept.map(({ reused }) => reused), chunked: String(chunked.body), waiting: String(waiting.body), zipped, head: [head.status, head.body.length, head.headers.date], none: none.status,
    failures: await Promise.all([failure(call('https://slow.example.com/', { timeout: 70 })), failure(call('https://slow.example.com/', { signal: AbortSignal.timeout(60) })),
      failure(call('https://refused.example.com/')), failure(call('https://missing.example.com/')), failure(call('http://reset.example.com/')),
      failure(call('https://slow.example.com/', {}, (request) => request.end() && setTimeout(() => request.destroy(), 5)))]),
  };
};
