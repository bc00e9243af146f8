'use strict';

const { randomUUID } = require('node:crypto');
const { dynamo, key } = require('./aws');

/** Takes the job; fails where nobody had taken it before, so that only a second attempt goes through. */
exports.handler = async (event) => {
  const job = key(`JOB#${event.detail.job}`);
  const { Item } = await dynamo('GetItem', { Key: job, ConsistentRead: true });
  await dynamo('PutItem', { Item: { ...job, taker: { S: randomUUID() } } });
  if (!Item) throw new RangeError('not yet');
  return { done: true };
};
