'use strict';

const { dynamo, key } = require('./aws');

/** Three reads, together or one after the other as the caller says. */
exports.handler = async (event) => {
  const { together } = JSON.parse(event.body);
  const get = async (pk) => (await dynamo('GetItem', { Key: key(pk), ConsistentRead: true })).Item.n.N;
  const read = [];
  if (together) read.push(...(await Promise.all(['ONE', 'TWO', 'THREE'].map(get))));
  else for (const pk of ['ONE', 'TWO', 'THREE']) read.push(await get(pk));
  return { statusCode: 200, body: read.join() };
};
