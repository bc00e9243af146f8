'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inWorld } = require('./world');

const PIN = '991277';

test('a named field is redacted wherever it hides, and listed', inWorld(async (world) => {
  const event = { Records: [{ body: JSON.stringify({ detail: { pin: PIN, kept: 1 } }) }], headers: { Cookie: PIN } };
  await world.run('probe.handler', [event]);
  const { attributes } = world.invocation();
  assert.equal(attributes['tapedeck.event'].includes(PIN), false);
  assert.equal(JSON.parse(JSON.parse(attributes['tapedeck.event']).Records[0].body).detail.kept, 1);
  assert.deepEqual(attributes['tapedeck.redacted'], ['tapedeck.event:$.Records[0].body(json).detail.pin', 'tapedeck.event:$.headers.Cookie']);
}));

test('bodies: typed attributes keep their tag, forms and queries their names', inWorld(async (world) => {
  const typed = JSON.stringify({ Item: { pin: { S: PIN }, pk: { S: 'A' } } });
  await world.run('probe.handler', [
    { deed: 'http', method: 'POST', body: typed },
    { deed: 'http', method: 'POST', path: `/?pin=${PIN}`, body: `user=a&PIN=${PIN}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ]);
  const [first, second] = world.spans.filter((span) => span.attributes['tapedeck.call.ordinal']).map((span) => span.attributes);
  assert.equal(first['tapedeck.request.body'], '{"Item":{"pin":{"S":"[redacted]"},"pk":{"S":"A"}}}');
  assert.equal(second['tapedeck.request.body'], 'user=a&PIN=%5Bredacted%5D');
  assert.match(second['url.full'], /\?pin=%5Bredacted%5D$/);
  assert.equal(world.received[0].body.toString(), typed);
}));

test('a cut body ends before the first field that must not leave', inWorld(async (world) => {
  const body = JSON.stringify({ a: 'x', pin: PIN, long: 'y'.repeat(500) });
  await world.run('probe.handler', [{ deed: 'http', method: 'POST', body }], { env: { TAPEDECK_MAX_BODY_BYTES: '60' } });
  assert.equal(world.calls()[0].attributes['tapedeck.request.body'], '{"a":"x",');
}));

test('log lines are redacted likewise', inWorld(async (world) => {
  await world.run('probe.handler', [{ deed: 'writes', lines: [`{"level":"INFO","pin":"${PIN}"}`] }]);
  assert.equal(world.logs[0].body.stringValue, '{"level":"INFO","pin":"[redacted]"}');
}));

test('the names are the team’s to set', inWorld(async (world) => {
  const event = { deed: 'nothing', iban: 'DE1', pin: PIN };
  await world.run('probe.handler', [event], { env: { TAPEDECK_REDACT: 'IBAN' } });
  await world.run('probe.handler', [event], { env: { TAPEDECK_REDACT: 'default, iban' } });
  await world.run('probe.handler', [event], { env: { TAPEDECK_REDACT: 'none' } });
  const events = [0, 1, 2].map((index) => JSON.parse(world.invocation(index).attributes['tapedeck.event']));
  assert.deepEqual(events.map(({ iban, pin }) => [iban, pin]), [['[redacted]', PIN], ['[redacted]', '[redacted]'], ['DE1', PIN]]);
}));
