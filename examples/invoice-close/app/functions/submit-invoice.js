'use strict';

const { randomUUID } = require('node:crypto');
const { PutCommand } = require('@aws-sdk/lib-dynamodb');
const { logger, timed } = require('../lib/log');
const { publish } = require('../lib/messages');
const { table, TableName, key } = require('../lib/table');
const { problems } = require('../lib/validate');

const answer = (statusCode, body, correlationId) => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId },
  body: JSON.stringify(body),
});

/** POST /invoices */
exports.handler = async (event) => {
  const about = {
    correlationId: event.headers['x-correlation-id'] ?? randomUUID(),
    tenantId: event.headers['x-tenant-id'],
  };
  const log = logger('submit-invoice', about);
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
  const submitted = JSON.parse(text);
  const wrong = problems(submitted);
  if (wrong.length > 0) {
    log.warn('invoice refused', { status: 'refused', problems: wrong });
    return answer(400, { problems: wrong }, about.correlationId);
  }

  const invoice = { ...about, invoiceId: randomUUID(), ...submitted, submittedAt: new Date().toISOString() };
  await timed(log, 'dynamodb', 'invoice stored', () =>
    table.send(
      new PutCommand({
        TableName,
        Item: { ...key(invoice), ...invoice, status: 'SUBMITTED' },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  );
  await timed(log, 'eventbridge', 'InvoiceSubmitted published', () => publish('InvoiceSubmitted', invoice));
  return answer(202, { invoiceId: invoice.invoiceId, status: 'SUBMITTED' }, about.correlationId);
};
