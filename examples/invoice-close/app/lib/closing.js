'use strict';

const { UpdateCommand } = require('@aws-sdk/lib-dynamodb');
const { timed } = require('./log');
const { publish } = require('./messages');
const { table, TableName, key } = require('./table');

/** Marks the invoice closed, once, and says so on the bus. */
async function close(message, record, log) {
  const closedAt = new Date().toISOString();
  try {
    await timed(log, 'dynamodb', 'invoice closed', () =>
      table.send(
        new UpdateCommand({
          TableName,
          Key: key(message),
          UpdateExpression: 'SET #status = :closed, closedAt = :closedAt, ledgerEntryId = :entry, paymentId = :payment',
          ConditionExpression: '#status = :submitted',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':closed': 'CLOSED',
            ':submitted': 'SUBMITTED',
            ':closedAt': closedAt,
            ':entry': record.ledgerEntryId,
            ':payment': record.paymentId,
          },
        }),
      ),
    );
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
    log.info('invoice is closed already', { status: 'ignored' });
    return;
  }
  const { correlationId, tenantId, invoiceId } = message;
  const { ledgerEntryId, paymentId } = record;
  await timed(log, 'eventbridge', 'InvoiceClosed published', () =>
    publish('InvoiceClosed', { correlationId, tenantId, invoiceId, ledgerEntryId, paymentId, closedAt }),
  );
}

module.exports = { close };
