'use strict';

const https = require('node:https');

const HOSTS = { DynamoDB_20120810: 'dynamodb', AmazonSQS: 'sqs' };

function request(options, body, { timeout } = {}) {
  return new Promise((resolve, reject) => {
    const sent = https.request({ method: 'POST', ...options, headers: { ...options.headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(Buffer.concat(chunks).toString() || 'null') }));
    });
    if (timeout) setTimeout(() => sent.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })), timeout).unref();
    sent.on('error', reject);
    sent.end(body);
  });
}

/** `DynamoDB_20120810.GetItem` and its input, as any client of AWS sends it; an error answer throws. */
async function aws(target, input, options) {
  const host = `${HOSTS[target.split('.')[0]]}.eu-west-1.amazonaws.com`;
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const { status, body } = await request({ host, path: '/', headers }, JSON.stringify(input), options);
  if (status >= 400) throw Object.assign(new Error(body.message), { name: body.__type.split('#').pop() });
  return body;
}

const dynamo = (operation, input, options) => aws(`DynamoDB_20120810.${operation}`, { TableName: 'things', ...input }, options);
const sqs = (operation, input) => aws(`AmazonSQS.${operation}`, { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/work', ...input });
const key = (pk) => ({ pk: { S: pk }, sk: { S: 'A' } });

module.exports = { dynamo, key, request, sqs };
