'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { problems, isIban, isCardNumber } = require('../app/lib/validate');
const people = require('../harness/people');
const { random } = require('../harness/random');

test('validate: check digits are checked', () => {
  assert.equal(isIban('DE89370400440532013000'), true);
  assert.equal(isIban('DE89370400440532013001'), false);
  assert.equal(isIban('DE8937040044053201300A'), false);
  assert.equal(isCardNumber('4111111111111111'), true);
  assert.equal(isCardNumber('4111111111111112'), false);
});

test('validate: every problem is named at once', () => {
  const found = problems({ customer: { name: 'A', email: 'nobody' }, currency: 'XXX', amountMinor: 1.5, payment: { method: 'cheque' } });
  assert.deepEqual(found.map((problem) => problem.split(' ')[0]), ['customer.email', 'customer.iban', 'currency', 'amountMinor', 'payment.method']);
});

test('people: what they send is valid, of several tenants, and the same for one seed', () => {
  const dice = random('9', 'people');
  const requests = Array.from({ length: 300 }, () => people.request(dice));
  for (const { body } of requests) assert.deepEqual(problems(body), []);
  assert.equal(new Set(requests.map(({ tenantId }) => tenantId)).size, 5);
  assert.equal(new Set(requests.map(({ headers }) => headers['x-correlation-id'])).size, 300);
  assert.deepEqual(people.request(random('9', 'people')), requests[0]);
});

test('people: personal data hides in strings, base64 and URLs too', () => {
  const { body } = people.request(random('4', 'people'));
  assert.equal(JSON.parse(body.metadata).crm.contact.email, body.customer.email);
  assert.equal(JSON.parse(Buffer.from(body.remittance, 'base64')).iban, body.customer.iban);
  assert.equal(new URL(body.callbackUrl).searchParams.get('notify'), body.customer.email);
});
