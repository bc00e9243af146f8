'use strict';
// The AWS SDK of the third generation: DynamoDB with its middleware, paginators and waiters, a keep-alive agent of its own, an abort.
const { DynamoDBClient, PutItemCommand, GetItemCommand, paginateScan, waitUntilTableExists } = require('@aws-sdk/client-dynamodb');

const client = new DynamoDBClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 500, requestTimeout: 900, throwOnRequestTimeout: true } });
const failure = (promise) => promise.then(() => 'no error', (error) => error.name);

exports.handler = async () => {
  const put = await client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: '7' }, at: { N: String(Date.now()) } } }));
  const got = await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '7' } } }));
  const pages = [];
  for await (const page of paginateScan({ client }, { TableName: 'pages' })) {
    pages.push(page.Count);
  }
  const waited = await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 2, maxDelay: 8 }, { TableName: 'soon' });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  return { attempts: put.$metadata.attempts, item: got.Item, pages, waited: waited.state, now: Date.now(),
    failures: await Promise.all([failure(client.send(new GetItemCommand({ TableName: 'never', Key: {} }), { abortSignal: controller.signal })),
      failure(client.send(new GetItemCommand({ TableName: 'never', Key: {} })))]) };
};
