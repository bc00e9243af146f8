'use strict';

const http = require('node:http');

/**
 * What really became of each invoice, read from the stores when all is over. It is for judging by:
 * Tapedeck never sees it.
 */
async function scan(dynamodb, TableName) {
  const items = [];
  let ExclusiveStartKey;
  do {
    const page = await dynamodb('Scan', { TableName, ConsistentRead: true, ExclusiveStartKey });
    items.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

function ledgerEntries(port) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: '/entries' }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(JSON.parse(Buffer.concat(chunks)).entries));
    }).once('error', reject);
  });
}

const count = (list, key) => list.reduce((counts, item) => counts.set(key(item), (counts.get(key(item)) ?? 0) + 1), new Map());

function failuresOf({ closed, postings, record }) {
  const failures = [];
  if (!closed) failures.push(record?.ledgerEntryId && !record.paymentId ? 'lost-update' : 'unfinished');
  if (postings > 1) failures.push('double-posting');
  return failures;
}

async function truth({ dynamodb, tableName, ledgerPort, published }) {
  const items = await scan(dynamodb, tableName);
  const bySk = new Map(items.map((item) => [item.sk.S, item]));
  const postings = count(await ledgerEntries(ledgerPort), (entry) => entry.invoiceId);
  const closings = count(published.filter(({ detailType }) => detailType === 'InvoiceClosed'), ({ detail }) => detail.invoiceId);
  const invoices = items.filter((item) => item.submittedAt).map((item) => {
    const invoiceId = item.invoiceId.S;
    const state = { closed: item.status.S === 'CLOSED', postings: postings.get(invoiceId) ?? 0, record: bySk.get(`INVOICE#${invoiceId}#CLOSING`) };
    return {
      correlationId: item.correlationId.S,
      tenantId: item.tenantId.S,
      invoiceId,
      submittedAt: item.submittedAt.S,
      method: item.payment.M.method.S,
      closed: state.closed,
      timesClosed: closings.get(invoiceId) ?? 0,
      ledgerPostings: state.postings,
      failures: failuresOf(state),
    };
  });
  return invoices.sort((one, other) => (one.submittedAt + one.invoiceId < other.submittedAt + other.invoiceId ? -1 : 1));
}

module.exports = { ledgerEntries, truth };
