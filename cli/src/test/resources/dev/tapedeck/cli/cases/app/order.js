'use strict';

const { randomUUID } = require('node:crypto');
const { dynamo, key } = require('./aws');

exports.handler = async () => {
  const orderId = randomUUID();
  await dynamo('PutItem', { Item: { ...key(`ORDER#${orderId}`), state: { S: 'open' } }, ConditionExpression: 'attribute_not_exists(pk)' });
  const { Item } = await dynamo('GetItem', { Key: key(`ORDER#${orderId}`), ConsistentRead: true });
  return { statusCode: 201, body: Item.state.S };
};
