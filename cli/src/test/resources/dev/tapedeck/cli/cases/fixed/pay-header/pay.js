'use strict';

const { randomUUID } = require('node:crypto');
const { dynamo, key, request } = require('./aws');

/** Charges a card and notes the payment. */
exports.handler = async (event) => {
  const { order } = JSON.parse(event.body);
  const payment = randomUUID();
  const { body } = await request({ host: 'pay.internal', path: '/charges', headers: { 'content-type': 'application/json', 'idempotency-key': payment } }, JSON.stringify({ order }));
  await dynamo('PutItem', { Item: { ...key(`PAYMENT#${payment}`), charge: { S: body.charge } } });
  return { statusCode: 200 };
};
