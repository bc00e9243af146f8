'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { logger, timed } = require('../lib/log');
const { sendToClosing } = require('../lib/messages');

const ATTEMPTS = 3;
const TIMEOUT_MILLIS = 1500;
const BACKOFF_MILLIS = 60;

function post(invoice) {
  return fetch(`${process.env.LEDGER_API_URL}/entries`, {
    method: 'POST',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env.LEDGER_API_TOKEN}`,
      'idempotency-key': `ledger-entry-${invoice.invoiceId}`,
      'x-correlation-id': invoice.correlationId,
    },
    body: JSON.stringify({
      invoiceId: invoice.invoiceId,
      tenantId: invoice.tenantId,
      amountMinor: invoice.amountMinor,
      currency: invoice.currency,
      debtor: { name: invoice.customer.name, iban: invoice.customer.iban },
      narrative: invoice.notes,
    }),
  });
}

/** One attempt: the entry, or what went wrong and may be tried again. */
async function attempt(invoice, number, log) {
  const began = Date.now();
  const done = (status) => ({ dependency: 'ledger-api', latencyMs: Date.now() - began, attempt: number, status });
  try {
    const response = await post(invoice);
    if (response.status >= 500) {
      log.warn(`ledger-api answered ${response.status}`, done(String(response.status)));
      return { retry: true, reason: `status ${response.status}` };
    }
    if (!response.ok) throw new Error(`ledger-api refused the entry with ${response.status}: ${await response.text()}`);
    const entry = await response.json();
    log.info('ledger entry posted', done('ok'));
    return { entry };
  } catch (error) {
    if (error.name !== 'TimeoutError') throw error;
    log.warn('ledger-api did not answer in time', done('timed_out'));
    return { retry: true, reason: 'timed_out' };
  }
}

async function postWithRetry(invoice, log) {
  let last;
  for (let number = 1; number <= ATTEMPTS; number++) {
    last = await attempt(invoice, number, log);
    if (last.entry) return last.entry;
    if (number < ATTEMPTS) await sleep(BACKOFF_MILLIS * 2 ** (number - 1) * (0.5 + Math.random()));
  }
  throw new Error(`ledger-api failed ${ATTEMPTS} times, last: ${last.reason}`);
}

/** Queue `ledger-postings`, one message at a time: InvoiceSubmitted */
exports.handler = async (event) => {
  for (const record of event.Records) {
    const { detail: invoice } = JSON.parse(record.body);
    const log = logger('publish-ledger-entry', invoice);
    const entry = await postWithRetry(invoice, log);
    await timed(log, 'sqs', 'LedgerPosted sent', () =>
      sendToClosing('LedgerPosted', {
        correlationId: invoice.correlationId,
        tenantId: invoice.tenantId,
        invoiceId: invoice.invoiceId,
        ledgerEntryId: entry.entryId,
        postedAt: entry.postedAt,
        amountMinor: invoice.amountMinor,
        currency: invoice.currency,
      }),
    );
  }
};
