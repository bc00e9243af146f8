'use strict';

const { randomUUID } = require('node:crypto');

/**
 * What ledger-api does, without the network round it: a ledger that posts an entry once per
 * idempotency key and answers a repeated key with the entry it posted then. server.js serves it;
 * a blueprint can name it as a modelled component.
 */
const entries = [];
const byIdempotencyKey = new Map();

const json = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

function header(headers, name) {
  const key = Object.keys(headers ?? {}).find((candidate) => candidate.toLowerCase() === name);
  return key && headers[key];
}

function wrong(entry) {
  if (!entry.invoiceId) return 'invoiceId is missing';
  if (!Number.isInteger(entry.amountMinor) || entry.amountMinor <= 0) return 'amountMinor must be a positive integer';
  if (!/^[A-Z]{3}$/.test(entry.currency ?? '')) return 'currency must be a code of ISO 4217';
  return undefined;
}

function post({ headers, body }) {
  const idempotencyKey = header(headers, 'idempotency-key');
  if (!idempotencyKey) return json(400, { error: 'the header Idempotency-Key is missing' });
  const earlier = byIdempotencyKey.get(idempotencyKey);
  if (earlier) return json(200, earlier);
  const { invoiceId, tenantId, amountMinor, currency } = JSON.parse(body);
  const problem = wrong({ invoiceId, amountMinor, currency });
  if (problem) return json(422, { error: problem });
  const entry = { entryId: `le_${randomUUID()}`, invoiceId, tenantId, amountMinor, currency, postedAt: new Date().toISOString() };
  entries.push(entry);
  byIdempotencyKey.set(idempotencyKey, entry);
  return json(201, entry);
}

function list({ query }) {
  const invoiceId = query?.invoiceId;
  return json(200, { entries: entries.filter((entry) => !invoiceId || entry.invoiceId === invoiceId) });
}

exports.handler = async (request) => {
  if (request.path !== '/entries') return json(404, { error: `there is no ${request.path}` });
  if (request.method === 'POST') return post(request);
  if (request.method === 'GET') return list(request);
  return json(405, { error: `${request.method} is not allowed` });
};
