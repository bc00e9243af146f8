'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { dynamo, key } = require('./aws');

/** Looks twice, a second apart. */
exports.handler = async () => {
  const before = await dynamo('GetItem', { Key: key('COUNTER'), ConsistentRead: true });
  await sleep(500);
  await dynamo('BatchGetItem', { RequestItems: { things: { Keys: [key('COUNTER')] } } });
  await sleep(500);
  const after = await dynamo('GetItem', { Key: key('COUNTER'), ConsistentRead: true });
  return { statusCode: 200, body: before.Item.n.N === after.Item.n.N ? 'still' : 'moved' };
};
