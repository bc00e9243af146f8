'use strict';

const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');

/**
 * All that is known of an invoice, in one table:
 *
 *   TENANT#<tenant> | INVOICE#<id>               the invoice as submitted, and its status
 *   TENANT#<tenant> | INVOICE#<id>#PAYMENT       its payment
 *   TENANT#<tenant> | INVOICE#<id>#CLOSING       what closing it waits for
 *   TENANT#<tenant> | INVOICE#<id>#NOTIFICATION  what the customer was told
 */
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });

const TableName = process.env.TABLE_NAME;

function key({ tenantId, invoiceId }, part) {
  return { pk: `TENANT#${tenantId}`, sk: part ? `INVOICE#${invoiceId}#${part}` : `INVOICE#${invoiceId}` };
}

module.exports = { table, TableName, key };
