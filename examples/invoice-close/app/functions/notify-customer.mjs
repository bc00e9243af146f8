import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import logging from '../lib/log.js';
import invoices from '../lib/table.js';

const { logger, timed } = logging;
const { table, TableName, key } = invoices;

function compose(invoice, closedAt) {
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency: invoice.currency }).format(invoice.amountMinor / 100);
  return `Dear ${invoice.customer.name}, your invoice ${invoice.invoiceNumber} over ${amount} was closed on ${closedAt.slice(0, 10)}. ` +
    `We will write to ${invoice.customer.email} only.`;
}

/** Event InvoiceClosed */
export const handler = async (event) => {
  const closed = event.detail;
  const log = logger('notify-customer', closed);
  const { Item: invoice } = await timed(log, 'dynamodb', 'invoice read', () =>
    table.send(new GetCommand({ TableName, Key: key(closed), ConsistentRead: true })),
  );
  const notification = {
    ...key(closed, 'NOTIFICATION'),
    notificationId: event.id,
    correlationId: closed.correlationId,
    to: invoice.customer.email,
    text: compose(invoice, closed.closedAt),
    callbackUrl: invoice.callbackUrl,
  };
  await timed(log, 'dynamodb', 'customer notified', () => table.send(new PutCommand({ TableName, Item: notification })));
};
