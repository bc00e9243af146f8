'use strict';
// The AWS SDK: retries with jitter, several clients' calls at once, an error it understands.
const { SQSClient, SendMessageCommand, GetQueueAttributesCommand } = require('@aws-sdk/client-sqs');

const client = new SQSClient({ maxAttempts: 4 });
const url = (name) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const send = (name, body) => client.send(new SendMessageCommand({ QueueUrl: url(name), MessageBody: body }));

exports.handler = async () => {
  const flaky = await send('flaky', 'retried');
  const sent = await Promise.all(['a', 'b', 'c'].map((name) => send(name, `to ${name}`)));
  const refused = await client.send(new GetQueueAttributesCommand({ QueueUrl: url('gone') })).catch((error) => error.name);
  return { attempts: flaky.$metadata.attempts, delay: flaky.$metadata.totalRetryDelay, ids: sent.map(({ MessageId }) => MessageId), refused };
};
