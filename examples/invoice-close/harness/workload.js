'use strict';

const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const people = require('./people');
const { random } = require('./random');
const { ledgerEntries } = require('./truth');

/** What is done to the system while it is recorded: warmed up, sent invoices, left until it rests. */
const QUIET_MILLIS = 3000;
const WARM_UP_ROUNDS = 150;
const MOST_OPEN = 16;
const SLUGGISH_MILLIS = 200;
const GIVEN_UP_MILLIS = 9000;

/** What stands in production has not been started a second ago: the peers get some work before it counts. */
async function warmUp(system, { dynamodb, sqs, ledgerPort }) {
  const { TableName } = system.tables[0];
  const Key = { pk: { S: 'warm-up' }, sk: { S: 'warm-up' } };
  const queue = system.queues.find(({ FifoQueue }) => !FifoQueue).QueueName;
  const QueueUrl = `https://sqs.${system.region}.amazonaws.com/${system.account}/${queue}`;
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await dynamodb('PutItem', { TableName, Item: Key, ConditionExpression: 'attribute_not_exists(pk)' });
    await dynamodb('UpdateItem', { TableName, Key, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': { S: 'x' } }, ReturnValues: 'ALL_NEW' });
    await dynamodb('DeleteItem', { TableName, Key });
    await sqs('SendMessage', { QueueUrl, MessageBody: 'warm-up' });
    const { Messages } = await sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 });
    await sqs('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
    await ledgerEntries(ledgerPort);
  }
}

function submit(port, { headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/invoices', headers });
    request.once('error', reject).once('response', (response) => response.resume().once('end', () => resolve(response.statusCode)));
    request.end(JSON.stringify(body));
  });
}

/**
 * Invoices at random instants, at most so many open at a time. It begins with one by one, because every function is cold; from
 * then on one more with each prompt answer, half as many after a sluggish one: a loaded machine makes it slower, not different.
 */
async function submitAll({ workflows, rate, seed }, port, bus) {
  const dice = random(seed, 'arrivals');
  const customers = random(seed, 'people');
  const answers = [];
  const sent = new Map();
  let most = 1;
  for (let number = 0; number < workflows; number++) {
    while (open(sent, bus) >= most) await sleep(50);
    const began = Date.now();
    const invoice = people.request(customers);
    sent.set(invoice.headers['x-correlation-id'], began);
    answers.push(submit(port, invoice).then((status) => {
      most = Date.now() - began > SLUGGISH_MILLIS ? Math.ceil(most / 2) : Math.min(MOST_OPEN, most + 1);
      return status;
    }));
    await sleep(dice.exponential(1000 / rate));
    if (number % 50 === 49) console.log(`${number + 1} of ${workflows} invoices submitted`);
  }
  const refused = (await Promise.all(answers)).filter((status) => status !== 202).length;
  if (refused > 0) throw new Error(`${refused} of ${workflows} invoices were not accepted`);
}

/** How many were sent lately and are not closed; what is older may never be. */
function open(sent, bus) {
  for (const { detailType, detail } of bus.published) if (detailType === 'InvoiceClosed') sent.delete(detail.correlationId);
  for (const [correlationId, at] of sent) if (Date.now() - at > GIVEN_UP_MILLIS) sent.delete(correlationId);
  return sent.size;
}

/** Waits until nothing has moved for a while: no invocation, no event, no message. */
async function drain(system, sqs, moving) {
  const queued = async ({ QueueName }) => {
    const { Attributes } = await sqs('GetQueueAttributes', { QueueUrl: `https://sqs.${system.region}.amazonaws.com/${system.account}/${QueueName}`, AttributeNames: ['All'] });
    return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
  };
  const live = system.queues.filter(({ RedrivePolicy }) => RedrivePolicy);
  let quietSince = Date.now();
  while (Date.now() - quietSince < QUIET_MILLIS) {
    const waiting = (await Promise.all(live.map(queued))).reduce((sum, count) => sum + count, 0);
    if (waiting > 0 || moving()) quietSince = Date.now();
    await sleep(200);
  }
}

module.exports = { warmUp, submitAll, drain };
