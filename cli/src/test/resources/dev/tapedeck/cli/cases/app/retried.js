'use strict';

const { randomUUID } = require('node:crypto');
const { dynamo, key } = require('./aws');

/** Takes the job; fails when it finds it taken by nobody yet, so that only the second attempt goes through. */
exports.handler = async (event) => {
  const { Attributes } = await dynamo('UpdateItem', {
    Key: key(`JOB#${event.detail.job}`),
    UpdateExpression: 'SET taker = :t ADD tries :one',
    ExpressionAttributeValues: { ':t': { S: randomUUID() }, ':one': { N: '1' } },
    ReturnValues: 'ALL_NEW',
  });
  if (Attributes.tries.N === '1') throw new RangeError('not yet');
  return { done: true };
};
