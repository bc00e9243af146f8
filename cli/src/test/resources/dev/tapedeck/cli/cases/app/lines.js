'use strict';

const { randomUUID } = require('node:crypto');
const { dynamo } = require('./aws');

/** Writes four lines of an order, and lists them by their keys. */
exports.handler = async () => {
  const pk = { S: `ORDER#${randomUUID()}` };
  for (let n = 0; n < 4; n++) await dynamo('PutItem', { Item: { pk, sk: { S: `LINE#${randomUUID()}` }, n: { N: String(n) } } });
  const { Items } = await dynamo('Query', { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': pk } });
  return { statusCode: 200, body: Items.map((line) => line.n.N).join('') };
};
