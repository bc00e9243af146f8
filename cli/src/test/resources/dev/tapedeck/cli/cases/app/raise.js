'use strict';

const { dynamo, key } = require('./aws');

/** Raises a counter, and looks what it is without asking for the latest state. */
exports.handler = async () => {
  const { Item } = await dynamo('GetItem', { Key: key('COUNTER'), ConsistentRead: true });
  const next = String(Number(Item.n.N) + 1);
  await dynamo('PutItem', { Item: { ...key('COUNTER'), n: { N: next } } });
  const { Item: seen } = await dynamo('GetItem', { Key: key('COUNTER') });
  if (seen.n.N !== next) throw new RangeError('the counter was not raised');
  return { statusCode: 200 };
};
