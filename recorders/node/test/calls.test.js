'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const zlib = require('node:zlib');
const { inWorld } = require('./world');

const CLIENT = 3;
const PRODUCER = 4;
const ERROR = 2;

const target = (name) => ({ 'X-Amz-Target': name, Authorization: 'AWS4-HMAC-SHA256 secret', 'amz-sdk-request': 'attempt=2; max=3' });

for (const client of ['http', 'fetch']) {
  test(`${client}: a call is recorded as it was on the wire`, inWorld(async (world) => {
    world.answer = (request, response) => response.writeHead(201, { 'x-made': 'yes' }).end('{"id":"é1"}');
    const { outcomes } = await world.run('probe.handler', [{ deed: client, path: '/entries?a=b', method: 'POST', headers: { 'X-Own': '1' }, body: '{"n":"ß"}' }]);
    assert.equal(outcomes[0].result, '{"id":"é1"}');
    const { kind, attributes, parentSpanId } = world.calls()[0];
    assert.equal(kind, CLIENT);
    assert.equal(parentSpanId, world.invocation().spanId);
    assert.equal(attributes['url.full'], `${world.url}/entries?a=b`);
    assert.equal(attributes['http.response.status_code'], 201);
    assert.equal(attributes['tapedeck.request.body'], '{"n":"ß"}');
    assert.equal(attributes['tapedeck.response.body'], '{"id":"é1"}');
    assert.equal(JSON.parse(attributes['tapedeck.request.headers'])['x-own'], '1');
    assert.equal(JSON.parse(attributes['tapedeck.response.headers'])['x-made'], 'yes');
    assert.equal(world.invocation().attributes['tapedeck.calls'], 1);
  }));

  test(`${client}: the request carries the span it is recorded as`, inWorld(async (world) => {
    await world.run('probe.handler', [{ deed: client }]);
    const { traceId, spanId } = world.calls()[0];
    assert.equal(world.received[0].headers.traceparent, `00-${traceId}-${spanId}-01`);
  }));

  test(`${client}: the code’s own traceparent is left alone`, inWorld(async (world) => {
    const own = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00';
    await world.run('probe.handler', [{ deed: client, headers: { traceparent: own } }]);
    assert.equal(world.received[0].headers.traceparent, own);
  }));

  test(`${client}: credentials never leave, and are not listed`, inWorld(async (world) => {
    await world.run('probe.handler', [{ deed: client, headers: { Authorization: 'Bearer abcdef' } }]);
    assert.equal(world.received[0].headers.authorization, 'Bearer abcdef');
    const { attributes } = world.calls()[0];
    assert.equal(JSON.parse(attributes['tapedeck.request.headers']).authorization, '[redacted]');
    assert.equal(attributes['tapedeck.redacted'], undefined);
  }));

  test(`${client}: a coded answer reaches the function as it was, and the record decoded`, inWorld(async (world) => {
    world.answer = (request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('{"plain":true}'));
    await world.run('probe.handler', [{ deed: client }]);
    const { attributes } = world.calls()[0];
    assert.equal(attributes['tapedeck.response.body'], '{"plain":true}');
    assert.equal(attributes['tapedeck.response.body.decoded'], 'gzip');
  }));

  test(`${client}: a body over the cap is cut and marked, and passes whole`, inWorld(async (world) => {
    const long = 'ä'.repeat(100);
    world.answer = (request, response) => response.end(long);
    const { outcomes } = await world.run('probe.handler', [{ deed: client, method: 'POST', body: long }], { env: { TAPEDECK_MAX_BODY_BYTES: '51' } });
    assert.equal(outcomes[0].result, long);
    assert.equal(world.received[0].body.toString(), long);
    const { attributes } = world.calls()[0];
    for (const side of ['request', 'response']) {
      assert.equal(attributes[`tapedeck.${side}.body`], 'ä'.repeat(25));
      assert.equal(attributes[`tapedeck.${side}.body.truncated`], 200);
    }
  }));

  test(`${client}: AWS calls are named from the wire and carry AWS’s trace header`, inWorld(async (world) => {
    world.answer = (request, response) => response.writeHead(200, { 'x-amzn-requestid': 'r-1' }).end('{"MessageId":"m-1"}');
    await world.run('probe.handler', [{ deed: client, method: 'POST', headers: target('AmazonSQS.SendMessage'), body: '{}' }]);
    const { kind, name, traceId, spanId, attributes } = world.calls()[0];
    assert.deepEqual([kind, name], [PRODUCER, 'SQS.SendMessage']);
    assert.deepEqual(['rpc.system', 'rpc.service', 'rpc.method'].map((key) => attributes[key]), ['aws-api', 'SQS', 'SendMessage']);
    assert.equal(attributes['messaging.message.id'], 'm-1');
    assert.equal(attributes['aws.request_id'], 'r-1');
    assert.equal(attributes['tapedeck.call.attempt'], 2);
    const [{ headers }] = world.received;
    assert.equal(headers['x-amzn-trace-id'], `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`);
    assert.equal(headers.traceparent, undefined);
  }));
}

test('Lambda’s lineage in the trace header is kept', inWorld(async (world) => {
  const headers = { ...target('DynamoDB_20120810.GetItem'), 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0;Lineage=25:4af5e:0' };
  await world.run('probe.handler', [{ deed: 'http', method: 'POST', headers, body: '{}' }]);
  assert.match(world.received[0].headers['x-amzn-trace-id'], /Lineage=25:4af5e:0/);
  assert.equal(world.calls()[0].name, 'DynamoDB.GetItem');
}));

test('a call that invokes a function is named from its path, and has its request id', inWorld(async (world) => {
  world.answer = (request, response) => response.writeHead(200, { 'x-amzn-requestid': 'r-1' }).end('{"MessageId":"the function’s own"}');
  const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20261118/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0' };
  await world.run('probe.handler', [{ deed: 'http', method: 'POST', path: '/2015-03-31/functions/other%3Alive/invocations?Qualifier=live', headers, body: '{}' }]);
  const { kind, name, attributes } = world.calls()[0];
  assert.deepEqual([kind, name, attributes['rpc.service'], attributes['rpc.method']], [PRODUCER, 'Lambda.Invoke', 'Lambda', 'Invoke']);
  assert.equal(attributes['aws.request_id'], 'r-1');
  assert.equal(attributes['messaging.message.id'], undefined);
  assert.match(world.received[0].headers['x-amzn-trace-id'], /^Root=1-/);
}));

test('an answer of 400 and above is an error of that status', inWorld(async (world) => {
  world.answer = (request, response) => response.writeHead(503).end();
  await world.run('probe.handler', [{ deed: 'fetch' }]);
  const { status, attributes } = world.calls()[0];
  assert.equal(status.code, ERROR);
  assert.equal(attributes['error.type'], '503');
}));

test('a call given up for time is a timeout without a status', inWorld(async (world) => {
  const both = [];
  world.answer = (request, response) => {
    both.push({ request, response });
    if (both.length === 2) both.find(({ request: { url } }) => url !== '/slow').response.end();
  };
  const { outcomes } = await world.run('probe.handler', [{ deed: 'givenUp' }]);
  assert.equal(outcomes[0].result, 'TimeoutError');
  const { status, attributes } = world.calls()[0];
  assert.equal(status.code, ERROR);
  assert.equal(attributes['error.type'], 'timeout');
  assert.equal(attributes['http.response.status_code'], undefined);
}));

test('a refused connection names its code', inWorld(async (world) => {
  const { outcomes } = await world.run('probe.handler', [{ deed: 'refused' }]);
  assert.equal(outcomes[0].result, 'ECONNREFUSED');
  assert.equal(world.calls()[0].attributes['error.type'], 'ECONNREFUSED');
}));

test('an answer that nobody reads to its end still ends its span', inWorld(async (world) => {
  world.answer = (request, response) => response.writeHead(200, { 'content-length': '100000' }).write('x'.repeat(1000));
  await world.run('probe.handler', [{ deed: 'unread' }]);
  assert.equal(world.calls()[0].attributes['error.type'], 'ECONNRESET');
}));

test('parallel calls are numbered in the order they were sent, whatever order they end in', inWorld(async (world) => {
  const held = [];
  world.answer = (request, response) => {
    held.push(response);
    if (held.length === 3) held.reverse().forEach((one) => one.end('{}'));
  };
  await world.run('probe.handler', [{ deed: 'parallel', paths: ['/1', '/2', '/3'] }]);
  assert.deepEqual(world.calls().map(({ attributes }) => attributes['url.full'].slice(-2)), ['/1', '/2', '/3']);
  assert.equal(world.invocation().attributes['tapedeck.calls'], 3);
}));

test('a redirect followed is two calls', inWorld(async (world) => {
  world.answer = (request, response) => (request.url === '/' ? response.writeHead(302, { location: '/there' }).end() : response.end('here'));
  const { outcomes } = await world.run('probe.handler', [{ deed: 'fetch' }]);
  assert.equal(outcomes[0].result, 'here');
  assert.deepEqual(world.calls().map(({ attributes }) => attributes['http.response.status_code']), [302, 200]);
}));

test('bytes that are no text are base64', inWorld(async (world) => {
  world.answer = (request, response) => response.end(Buffer.from([0xff, 0x00]));
  await world.run('probe.handler', [{ deed: 'binary' }]);
  const { attributes } = world.calls()[0];
  assert.equal(attributes['tapedeck.request.body'], '//4A');
  assert.equal(attributes['tapedeck.request.body.encoding'], 'base64');
  assert.equal(attributes['tapedeck.response.body'], '/wA=');
}));

test('a client that passes the hook by is counted, so that the gap shows', inWorld(async (world) => {
  await world.run('probe.handler', [{ deed: 'fetch' }, { deed: 'ownDispatcher' }]);
  assert.equal(world.received.length, 2);
  assert.equal(world.calls().length, 1);
  assert.equal(world.invocation(1).attributes['tapedeck.calls'], 1);
}));
