'use strict';

const { Worker } = require('node:worker_threads');
const { randomUUID } = require('node:crypto');
const { dynamo, key, request } = require('./aws');

/** Tries a thread first, and goes on without: charges a card and notes the payment. */
exports.handler = async (event) => {
  try {
    new Worker('1', { eval: true });
  } catch {
    // without, then
  }
  const { order } = JSON.parse(event.body);
  const payment = randomUUID();
  const { body } = await request({ host: 'pay.internal', path: '/charges', headers: { 'content-type': 'application/json' } }, JSON.stringify({ order }));
  await dynamo('PutItem', { Item: { ...key(`PAYMENT#${payment}`), charge: { S: body.charge } } });
  return { statusCode: 200 };
};
