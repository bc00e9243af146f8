'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { GetCommand, PutCommand } = require('@aws-sdk/lib-dynamodb');
const { logger, timed } = require('../lib/log');
const { sendToClosing } = require('../lib/messages');
const { table, TableName, key } = require('../lib/table');

/** How long each payment rail takes to confirm. */
const CLEARING_MILLIS = { instant: 900, card: 2600, sepa: 3600 };

/** Event InvoiceSubmitted */
exports.handler = async (event) => {
  const invoice = event.detail;
  const { correlationId, tenantId, invoiceId, payment } = invoice;
  const log = logger('settle-payment', invoice);
  const { Item: earlier } = await timed(log, 'dynamodb', 'payment looked up', () =>
    table.send(new GetCommand({ TableName, Key: key(invoice, 'PAYMENT'), ConsistentRead: true })),
  );
  const paymentId = earlier?.paymentId ?? `pay_${event.id.replaceAll('-', '')}`;
  if (!earlier) {
    await timed(log, 'dynamodb', 'payment stored', () =>
      table.send(
        new PutCommand({
          TableName,
          Item: { ...key(invoice, 'PAYMENT'), paymentId, ...payment, payer: invoice.customer, amountMinor: invoice.amountMinor },
        }),
      ),
    );
  }
  const began = Date.now();
  await sleep(CLEARING_MILLIS[payment.method]);
  log.info('payment cleared', { dependency: payment.method, latencyMs: Date.now() - began, attempt: 1, status: 'ok' });
  await timed(log, 'sqs', 'PaymentSettled sent', () =>
    sendToClosing('PaymentSettled', {
      correlationId,
      tenantId,
      invoiceId,
      paymentId,
      method: payment.method,
      settledAt: new Date().toISOString(),
    }),
  );
};
