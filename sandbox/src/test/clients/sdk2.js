'use strict';
// The AWS SDK of the second generation: promises, callbacks, events, retries with jitter, paginators, a query protocol.
const AWS = require('aws-sdk');

const dynamo = new AWS.DynamoDB.DocumentClient({ region: 'eu-west-1', maxRetries: 3, httpOptions: { timeout: 1000 } });
const sqs = new AWS.SQS({ apiVersion: '2012-11-05' });
const QueueUrl = (name) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;

exports.handler = async () => {
  const put = await dynamo.put({ TableName: 'orders', Item: { id: '7', at: Date.now(), tags: dynamo.createSet(['a', 'b']) } }).promise();
  const got = await new Promise((resolve, reject) => dynamo.get({ TableName: 'orders', Key: { id: '7' } }, (error, data) => (error ? reject(error) : resolve(data))));
  const sent = await Promise.all(['a', 'b'].map((name) => sqs.sendMessage({ QueueUrl: QueueUrl(name), MessageBody: `to ${name}` }).promise()));
  const delays = [];
  const flaky = sqs.sendMessage({ QueueUrl: QueueUrl('flaky'), MessageBody: 'again' });
  flaky.on('retry', ({ error }) => delays.push(`${error.code} ${error.retryDelay !== undefined}@${Math.round(performance.now())}`));
  const retried = await flaky.promise();
  const refused = await sqs.getQueueAttributes({ QueueUrl: QueueUrl('gone') }).promise().catch((error) => `${error.code} ${error.time?.getTime?.()}`);
  return { put, got, sent: sent.map(({ MessageId }) => MessageId), delays, retried: retried.MessageId, refused, date: new AWS.S3().getSignedUrl('getObject', { Bucket: 'b', Key: 'k' }) };
};
