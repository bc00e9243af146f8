'use strict';

require('./telemetry');
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { handler } = require('./model');
const { random } = require('../harness/random');

/**
 * ledger-api as a service: the model behind HTTP, as slow as ledgers are. Most answers come in a
 * fifth of a second, some after two and more; a few requests are turned away. The entry is
 * written somewhere in between, whether or not the caller is still waiting.
 */
const SLOW = Number(process.env.LEDGER_SLOW);
const BUSY = 0.025;
const dice = random(process.env.LEDGER_SEED, 'ledger-api');

function latency() {
  const usual = dice.logNormal(200, 0.85);
  const slow = dice.chance(SLOW) ? dice.between(1550, 3000) : 0;
  const slowBefore = dice.chance(0.35);
  return { before: usual * 0.4 + (slowBefore ? slow : 0), after: usual * 0.6 + (slowBefore ? 0 : slow) };
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function answer(request) {
  const url = new URL(request.url, 'http://ledger-api');
  const call = { method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers };
  if (call.method === 'GET') return handler(call);
  const body = await readBody(request);
  const { before, after } = latency();
  const busy = dice.chance(BUSY);
  await sleep(busy ? dice.between(4, 20) : before);
  if (busy) return { statusCode: 503, headers: { 'content-type': 'application/json', 'retry-after': '1' }, body: '{"error":"busy"}' };
  const response = await handler({ ...call, body });
  await sleep(after);
  return response;
}

const server = http.createServer(async (request, response) => {
  try {
    const { statusCode, headers, body } = await answer(request);
    response.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: error.message }));
  }
});

server.keepAliveTimeout = 0;
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
