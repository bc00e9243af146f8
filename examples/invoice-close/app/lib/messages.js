'use strict';

const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');

const queue = new SQSClient({});
const bus = new EventBridgeClient({});

/** Tells `close-invoice` of a step done; the queue keeps the order per invoice. */
function sendToClosing(type, message) {
  return queue.send(
    new SendMessageCommand({
      QueueUrl: process.env.CLOSING_QUEUE_URL,
      MessageBody: JSON.stringify({ type, ...message }),
      MessageGroupId: message.invoiceId,
      MessageDeduplicationId: `${type}-${message.invoiceId}`,
    }),
  );
}

async function publish(detailType, detail) {
  const answer = await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.BUS_NAME,
          Source: 'billing.invoices',
          DetailType: detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  if (answer.FailedEntryCount > 0) throw new Error(`${detailType} was not accepted: ${answer.Entries[0].ErrorMessage}`);
  return answer;
}

module.exports = { sendToClosing, publish };
