'use strict';

const { dynamo, key } = require('./aws');

exports.handler = async () => {
  const orderId = 'order-number-1';
  await dynamo('PutItem', { Item: { ...key(`ORDER#${orderId}`), state: { S: 'open' } }, ConditionExpression: 'attribute_not_exists(pk)' });
  const { Item } = await dynamo('GetItem', { Key: key(`ORDER#${orderId}`), ConsistentRead: true });
  return { statusCode: 201, body: Item.state.S };
};
