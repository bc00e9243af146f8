'use strict';

const { freshTraceHeader } = require('./aws');

/**
 * Event-source mappings: pollers that receive from a queue, invoke the function, and delete what it
 * handled. What it did not handle becomes visible again by itself, and is moved to the dead-letter
 * queue by the queue.
 */
const POLLERS = 5;
const WAIT_SECONDS = 5;

class Source {
  constructor({ queueArn, batchSize, function: name }, system, sqs, functions, dice) {
    Object.assign(this, { queueArn, batchSize, name, system, sqs, functions, dice });
    this.queueUrl = `https://sqs.${system.region}.amazonaws.com/${system.account}/${queueArn.split(':').pop()}`;
    this.stopped = false;
    this.inHand = 0;
  }

  start() {
    this.loops = Array.from({ length: POLLERS }, () => this.poll());
  }

  async poll() {
    while (!this.stopped) {
      const { Messages = [] } = await this.sqs('ReceiveMessage', {
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: this.batchSize,
        WaitTimeSeconds: WAIT_SECONDS,
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      if (Messages.length > 0) await this.handle(Messages);
    }
  }

  async handle(messages) {
    this.inHand += 1;
    const event = { Records: messages.map((message) => this.record(message)) };
    const { ok } = await this.functions.invoke(this.name, event, { traceHeader: freshTraceHeader(this.dice) });
    if (ok) for (const { ReceiptHandle } of messages) await this.sqs('DeleteMessage', { QueueUrl: this.queueUrl, ReceiptHandle });
    this.inHand -= 1;
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
  record(message) {
    return {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes,
      messageAttributes: attributes(message.MessageAttributes),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: this.queueArn,
      awsRegion: this.system.region,
    };
  }

  stop() {
    this.stopped = true;
  }
}

function attributes(given = {}) {
  const lower = ({ StringValue, BinaryValue, DataType }) => ({ stringValue: StringValue, binaryValue: BinaryValue, dataType: DataType });
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, lower(value)]));
}

module.exports = { Source };
