'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { handler } = require('../ledger-api/model');

const entry = { invoiceId: 'i-1', tenantId: 't', amountMinor: 100, currency: 'EUR' };
const post = (key, body = entry) => handler({ method: 'POST', path: '/entries', headers: key ? { 'Idempotency-Key': key } : {}, body: JSON.stringify(body) });

test('a repeated key is answered with the first entry, a new one posts again', async () => {
  const first = await post('k-1');
  const again = await post('k-1');
  const other = await post('k-2');
  assert.deepEqual([first.statusCode, again.statusCode, other.statusCode], [201, 200, 201]);
  assert.equal(JSON.parse(again.body).entryId, JSON.parse(first.body).entryId);
  const { entries } = JSON.parse((await handler({ method: 'GET', path: '/entries', query: { invoiceId: 'i-1' } })).body);
  assert.deepEqual(entries.map(({ entryId }) => entryId), [first, other].map(({ body }) => JSON.parse(body).entryId));
});

test('what is no entry is refused and leaves nothing', async () => {
  const answers = [await post(undefined), await post('k-3', { ...entry, invoiceId: '' }), await post('k-4', { ...entry, amountMinor: -1 }), await post('k-5', { ...entry, currency: 'euro' })];
  assert.deepEqual(answers.map(({ statusCode }) => statusCode), [400, 422, 422, 422]);
  const retried = await post('k-4', { ...entry, invoiceId: 'i-2' });
  assert.equal(retried.statusCode, 201);
  assert.equal((await handler({ method: 'GET', path: '/elsewhere' })).statusCode, 404);
});
