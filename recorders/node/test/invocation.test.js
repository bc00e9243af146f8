'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inWorld } = require('./world');

const CONSUMER = 5;
const SERVER = 2;
const ERROR = 2;
const TRACE = '5759e988bd862e3fe1be46a994272793';
const HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8';

const sqs = (attributes) => ({ Records: [{ eventSource: 'aws:sqs', body: '{}', attributes, messageAttributes: {} }] });
const api = (headers) => ({ requestContext: { http: { method: 'POST' } }, headers });

test('an invocation carries event, response, ids and resource', inWorld(async (world) => {
  await world.run('probe.handler', [{ deed: 'nothing', name: 'Zoë' }]);
  const { attributes, resource, kind } = world.invocation();
  assert.equal(kind, CONSUMER);
  assert.equal(attributes['faas.invocation_id'], 'request-1');
  assert.equal(attributes['faas.trigger'], 'other');
  assert.equal(attributes['tapedeck.event'], '{"deed":"nothing","name":"Zoë"}');
  assert.equal(attributes['tapedeck.response'], 'null');
  assert.equal(attributes['tapedeck.calls'], 0);
  assert.equal(resource['cloud.account.id'], '123456789012');
  assert.equal(resource['faas.max_memory'], 134217728);
  assert.equal(resource['faas.instance'], '2026/11/21/[7]abc');
}));

test('only the first invocation of a process is cold', inWorld(async (world) => {
  await world.run('probe.handler', [{}, {}]);
  assert.deepEqual([0, 1].map((index) => world.invocation(index).attributes['faas.coldstart']), [true, false]);
  assert.ok(world.invocation(0).attributes['tapedeck.init.duration_nanos'] > 0);
  assert.equal(world.invocation(1).attributes['tapedeck.init.duration_nanos'], undefined);
}));

test('a failure is passed on, and recorded with its type', inWorld(async (world) => {
  const { outcomes } = await world.run('probe.handler', [{ deed: 'throws' }]);
  assert.equal(outcomes[0].error, 'no such invoice');
  const { attributes, status, events } = world.invocation();
  assert.equal(attributes['error.type'], 'TypeError');
  assert.equal(status.code, ERROR);
  assert.equal(events[0].name, 'exception');
}));

test('a handler with a callback keeps its callback', inWorld(async (world) => {
  const { outcomes } = await world.run('probe.callback', [{}, { fail: true }]);
  assert.deepEqual(outcomes.map(({ result, error }) => result ?? error), [{ by: 'callback' }, 'told to fail']);
  assert.equal(world.invocation(0).attributes['tapedeck.response'], '{"by":"callback"}');
  assert.equal(world.invocation(1).status.code, ERROR);
}));

test('an ES module with named imports is recorded; its calls at start are counted', inWorld(async (world) => {
  const { outcomes } = await world.run('module.handler', [{}]);
  assert.deepEqual(outcomes[0].result, { from: 'module' });
  const { attributes } = world.invocation();
  assert.equal(attributes['tapedeck.init.calls'], 1);
  assert.equal(attributes['tapedeck.calls'], 1);
  assert.match(world.calls()[0].attributes['url.full'], /named-import$/);
}));

test('an HTTP event continues its caller’s trace', inWorld(async (world) => {
  await world.run('probe.handler', [{ event: api({ Traceparent: `00-${TRACE}-53995c3f42cd8ad8-01` }), traceHeader: 'Root=1-00000001-000000000000000000000002' }]);
  const { kind, traceId, parentSpanId, attributes } = world.invocation();
  assert.equal(kind, SERVER);
  assert.equal(attributes['faas.trigger'], 'http');
  assert.deepEqual([traceId, parentSpanId], [TRACE, '53995c3f42cd8ad8']);
}));

test('the trace id is that of the header Lambda was invoked with; a link only where it was sampled', inWorld(async (world) => {
  await world.run('probe.handler', [{ event: {}, traceHeader: `${HEADER};Sampled=0` }, { event: {}, traceHeader: `${HEADER};Sampled=1` }]);
  const [unsampled, sampled] = [world.invocation(0), world.invocation(1)];
  assert.equal(unsampled.traceId, TRACE);
  assert.deepEqual(unsampled.links ?? [], []);
  assert.equal(sampled.links[0].spanId, '53995c3f42cd8ad8');
  assert.equal(sampled.parentSpanId ?? '', '');
}));

test('a queue’s message links to its producer, whatever the sampled flag, and tells its receive count', inWorld(async (world) => {
  await world.run('probe.handler', [sqs({ AWSTraceHeader: `${HEADER};Sampled=0`, ApproximateReceiveCount: '3' })]);
  const { links, attributes } = world.invocation();
  assert.deepEqual(links.map(({ traceId, spanId }) => [traceId, spanId]), [[TRACE, '53995c3f42cd8ad8']]);
  assert.equal(attributes['tapedeck.invocation.attempt'], 3);
  assert.equal(attributes['faas.trigger'], 'pubsub');
}));

test('log lines are taken once, whole, and belong to their invocation', inWorld(async (world) => {
  const line = '{"level":"WARN","message":"slow"}';
  await world.run('probe.handler', [{ deed: 'writes', lines: [line, 'plain'] }, { deed: 'prints', text: 'one\ntwo\n' }]);
  const bodies = world.logs.map(({ body }) => body.stringValue).filter((body) => !body.startsWith('outcome'));
  assert.deepEqual(bodies, [line, 'plain', 'one', 'two']);
  assert.equal(world.logs[0].severityText, 'WARN');
  assert.equal(world.logs[0].spanId, world.invocation(0).spanId);
}));

test('a result that is no JSON reaches the runtime; the span ends without it', inWorld(async (world) => {
  const { outcomes, errors } = await world.run('probe.handler', [{ deed: 'circular' }]);
  assert.equal(outcomes[0].result, 'no JSON');
  assert.match(errors, /^tapedeck recorder: /);
  const { attributes } = world.invocation();
  assert.equal(attributes['tapedeck.calls'], 0);
  assert.equal(attributes['tapedeck.response'], undefined);
}));

test('a collector that is silent delays the function by no more than the limit', inWorld(async (world) => {
  world.collect = () => {};
  const { outcomes, errors } = await world.run('probe.handler', [{}], { env: { TAPEDECK_FLUSH_MILLIS: '80' } });
  assert.equal(outcomes[0].result, null);
  assert.match(errors, /not sent within 80 ms/);
}));

test('a setting that makes no sense leaves the function unrecorded and running', inWorld(async (world) => {
  const { outcomes, errors } = await world.run('probe.handler', [{}], { env: { TAPEDECK_MAX_BODY_BYTES: 'lots' } });
  assert.equal(outcomes[0].result, null);
  assert.match(errors, /not recording: TAPEDECK_MAX_BODY_BYTES is `lots`; write a number of bytes/);
  assert.equal(world.spans.length, 0);
}));

test('an invocation’s end is after its start, and its calls lie within', inWorld(async (world) => {
  await world.run('probe.handler', [{ deed: 'fetch' }]);
  const [outer, inner] = [world.invocation(), world.calls()[0]].map((span) => [BigInt(span.startTimeUnixNano), BigInt(span.endTimeUnixNano)]);
  assert.ok(outer[0] <= inner[0] && inner[0] < inner[1] && inner[1] <= outer[1]);
}));
