'use strict';
// One call of the AWS SDK, a sleep on either side of it.
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const { setTimeout: sleep } = require('timers/promises');

const client = new SQSClient({});

exports.handler = async (event, context) => {
  await sleep(30_000);
  const sent = await client.send(new SendMessageCommand({ QueueUrl: event.queue, MessageBody: JSON.stringify({ at: new Date().toISOString() }) }));
  console.log('sent', sent.MessageId);
  await sleep(5);
  return { id: sent.MessageId, left: context.getRemainingTimeInMillis() };
};
