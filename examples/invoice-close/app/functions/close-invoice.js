'use strict';

const { PutCommand, UpdateCommand } = require('@aws-sdk/lib-dynamodb');
const { close } = require('../lib/closing');
const { logger, timed } = require('../lib/log');
const { table, TableName, key } = require('../lib/table');

/** The ledger entry opens the closing record. */
async function ledgerPosted(message, log) {
  const { correlationId, tenantId, invoiceId, ledgerEntryId, postedAt, amountMinor, currency } = message;
  const record = { correlationId, tenantId, invoiceId, ledgerEntryId, postedAt, amountMinor, currency };
  await timed(log, 'dynamodb', 'ledger entry noted', () =>
    table.send(new PutCommand({ TableName, Item: { ...key(message, 'CLOSING'), ...record } })),
  );
  log.info('waiting for the payment', { status: 'waiting' });
}

/** The payment completes it. */
async function paymentSettled(message, log) {
  const { Attributes: record } = await timed(log, 'dynamodb', 'payment noted', () =>
    table.send(
      new UpdateCommand({
        TableName,
        Key: key(message, 'CLOSING'),
        UpdateExpression: 'SET paymentId = :payment, settledAt = :settledAt, #method = :method',
        ExpressionAttributeNames: { '#method': 'method' },
        ExpressionAttributeValues: { ':payment': message.paymentId, ':settledAt': message.settledAt, ':method': message.method },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  if (record.ledgerEntryId) await close(message, record, log);
  else log.info('waiting for the ledger entry', { status: 'waiting' });
}

/** Queue `closing.fifo`, one message at a time, in order per invoice: LedgerPosted, PaymentSettled */
exports.handler = async (event) => {
  for (const { body } of event.Records) {
    const message = JSON.parse(body);
    const log = logger('close-invoice', message);
    if (message.type === 'LedgerPosted') await ledgerPosted(message, log);
    else if (message.type === 'PaymentSettled') await paymentSettled(message, log);
    else throw new Error(`close-invoice does not know messages of type ${message.type}`);
  }
};
