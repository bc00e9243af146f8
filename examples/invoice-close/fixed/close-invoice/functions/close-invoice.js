'use strict';

const { UpdateCommand } = require('@aws-sdk/lib-dynamodb');
const { close } = require('../lib/closing');
const { logger, timed } = require('../lib/log');
const { table, TableName, key } = require('../lib/table');

/** What each message adds to the closing record. */
const FIELDS = {
  LedgerPosted: ['correlationId', 'tenantId', 'invoiceId', 'ledgerEntryId', 'postedAt', 'amountMinor', 'currency'],
  PaymentSettled: ['paymentId', 'settledAt', 'method'],
};

/** Adds to the record what the message brings, and leaves the rest of it alone. */
async function note(message, fields, log) {
  const { Attributes: record } = await timed(log, 'dynamodb', `${message.type} noted`, () =>
    table.send(
      new UpdateCommand({
        TableName,
        Key: key(message, 'CLOSING'),
        UpdateExpression: `SET ${fields.map((name) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(fields.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(fields.map((name) => [`:${name}`, message[name]])),
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  return record;
}

/** Queue `closing.fifo`, one message at a time: LedgerPosted and PaymentSettled, in either order */
exports.handler = async (event) => {
  for (const { body } of event.Records) {
    const message = JSON.parse(body);
    const log = logger('close-invoice', message);
    const fields = FIELDS[message.type];
    if (!fields) throw new Error(`close-invoice does not know messages of type ${message.type}`);
    const record = await note(message, fields, log);
    if (record.ledgerEntryId && record.paymentId) await close(message, record, log);
    else log.info('waiting for the other half', { status: 'waiting' });
  }
};
