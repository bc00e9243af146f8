'use strict';

const { createHash } = require('node:crypto');
const { dynamo, key } = require('./aws');

/** Finds a customer by e-mail address, or by its digest where the caller says so. */
exports.handler = async (event) => {
  const { email, hashed } = JSON.parse(event.body);
  const id = hashed ? createHash('sha256').update(email).digest('hex') : email;
  const { Item } = await dynamo('GetItem', { Key: key(`CUSTOMER#${id}#PROFILE`), ConsistentRead: true });
  return { statusCode: Item ? 200 : 404, body: Item ? Item.tier.S : 'unknown' };
};
