// A handler with its packages, to be bundled into one file.
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { v4, v7 } from 'uuid';

const client = new SQSClient({ region: 'us-east-1' });
const born: number = Date.now();

export const handler = async (event: { items?: string[] }): Promise<unknown> => {
  const sent = await client.send(new SendMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/orders', MessageBody: JSON.stringify(event.items ?? []) }));
  return { id: v4(), timed: v7().slice(0, 13), born, message: sent.MessageId };
};
