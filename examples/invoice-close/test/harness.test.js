'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { Bus } = require('../harness/bus');
const { Collector } = require('../harness/collector');
const { Functions } = require('../harness/functions');
const { random } = require('../harness/random');
const { read } = require('../harness/template');
const processes = require('../harness/processes');

const TEMPLATE = path.join(__dirname, '..', 'template.yaml');

function send(port, route, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: route, method: 'POST', headers });
    request.once('error', reject).once('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(JSON.parse(Buffer.concat(chunks))));
    });
    request.end(JSON.stringify(body));
  });
}

function temporary(t) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'invoice-close-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  return directory;
}

test('template: references are resolved as CloudFormation resolves them', () => {
  const system = read(TEMPLATE);
  const closing = system.functions.find(({ FunctionName }) => FunctionName === 'close-invoice');
  assert.equal(closing.Environment.Variables.CLOSING_QUEUE_URL, 'https://sqs.eu-west-1.amazonaws.com/493827160514/closing.fifo');
  assert.deepEqual(system.sources.map(({ queueArn, function: name }) => [queueArn.split(':').pop(), name]), [['ledger-postings', 'publish-ledger-entry'], ['closing.fifo', 'close-invoice']]);
  assert.deepEqual(system.rules.map(({ pattern, function: name }) => [pattern['detail-type'][0], name]),
    [['InvoiceSubmitted', undefined], ['InvoiceSubmitted', 'settle-payment'], ['InvoiceClosed', 'notify-customer']]);
  assert.deepEqual(system.routes, [{ method: 'POST', path: '/invoices', function: 'submit-invoice' }]);
});

test('template: a variant replaces a file that is there', () => {
  const fixed = path.join(__dirname, '..', 'fixed');
  const files = fs.readdirSync(fixed).flatMap((name) => fs.readdirSync(path.join(fixed, name, 'functions')));
  assert.deepEqual(files, ['close-invoice.js', 'publish-ledger-entry.js']);
  for (const file of files) assert.ok(fs.existsSync(path.join(__dirname, '..', 'app', 'functions', file)));
});

test('collector: a request is a line as the file exporter writes it', async (t) => {
  const directory = temporary(t);
  const collector = new Collector(directory);
  const port = await collector.start();
  const span = { traceId: 'ab', startTimeUnixNano: '1', attributes: [{ key: 'n', value: { intValue: 7 } }], droppedAttributesCount: 0, events: [], status: { code: 0 } };
  await send(port, '/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  collector.stop();
  const written = fs.readFileSync(path.join(directory, 'traces.jsonl'), 'utf8');
  assert.equal(written, '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"ab","startTimeUnixNano":"1","attributes":[{"key":"n","value":{"intValue":"7"}}],"status":{}}]}]}]}\n');
});

test('bus: an event goes to the targets whose pattern it matches, its trace header beside it', async () => {
  const delivered = [];
  const functions = { invokeAsync: async (name, event, options) => delivered.push([name, event.detail, options.traceHeader]) };
  const sqs = async (operation, input, headers) => delivered.push([operation, JSON.parse(input.MessageBody).detail, headers['x-amzn-trace-id']]);
  const bus = new Bus(read(TEMPLATE), sqs, functions, random('1', 'bus'));
  const port = await bus.start();
  const entry = { EventBusName: 'billing', Source: 'billing.invoices', DetailType: 'InvoiceSubmitted', Detail: '{"n":1}' };
  const answer = await send(port, '/', { Entries: [entry, { ...entry, DetailType: 'Other' }, { ...entry, Source: 'elsewhere' }] }, { 'x-amzn-trace-id': 'Root=r' });
  while (bus.underway > 0) await new Promise(setImmediate);
  bus.stop();
  assert.equal(answer.Entries.length, 3);
  assert.deepEqual(delivered.sort(), [['SendMessage', { n: 1 }, 'Root=r'], ['settle-payment', { n: 1 }, 'Root=r']]);
});

const HANDLER = `
const http = require('node:http');
let served = 0;
exports.handler = async (event, context) => {
  served += 1;
  if (event.meet) await new Promise((resolve) => http.get(event.meet, (answer) => answer.resume().once('end', resolve)));
  if (event.hang) await new Promise(() => setInterval(() => {}, 1000));
  if (event.fail) throw new RangeError(context.awsRequestId);
  return { served, pid: process.pid };
};`;

/** A function of its own in a directory of its own. */
function deployed(t, timeoutSeconds = 20) {
  const root = temporary(t);
  fs.writeFileSync(path.join(root, 'probe.js'), HANDLER);
  const definition = { FunctionName: 'probe', Handler: 'probe.handler', MemorySize: 128, Timeout: timeoutSeconds, Environment: { Variables: {} } };
  const environment = { PATH: process.env.PATH, LAMBDA_TASK_ROOT: root, AWS_REGION: 'eu-west-1' };
  t.after(processes.stopAll);
  return new Functions({ functions: [definition], account: '1', region: 'eu-west-1' }, environment, random('1', 'machines'), () => {});
}

async function invoke(functions, event = {}) {
  const { ok, body } = await functions.invoke('probe', event, { traceHeader: '' });
  return { ok, ...JSON.parse(body) };
}

test('functions: an instance stays warm', async (t) => {
  const functions = deployed(t);
  const [first, second] = [await invoke(functions), await invoke(functions)];
  assert.deepEqual([first.served, second.served, second.pid], [1, 2, first.pid]);
});

test('functions: one in Python is served alike', async (t) => {
  const root = temporary(t);
  fs.writeFileSync(path.join(root, 'probe.py'), `
import os
served = 0
def handler(event, context):
    global served
    served += 1
    if event.get('fail'): raise ValueError(context.aws_request_id)
    return {'served': served, 'pid': os.getpid()}
`);
  const program = { command: 'python3', args: [path.join(__dirname, '..', 'harness', 'instance.py')], env: {} };
  const definition = { FunctionName: 'probe', Handler: 'probe.handler', MemorySize: 128, Timeout: 20, Environment: { Variables: {} }, program };
  t.after(processes.stopAll);
  const functions = new Functions({ functions: [definition], account: '1', region: 'eu-west-1' }, { PATH: process.env.PATH, LAMBDA_TASK_ROOT: root, AWS_REGION: 'eu-west-1' },
    random('1', 'machines'), () => {});
  const [first, failed, third] = [await invoke(functions), await invoke(functions, { fail: true }), await invoke(functions)];
  assert.deepEqual([first.served, third.served, third.pid], [1, 3, first.pid]);
  assert.deepEqual([failed.ok, failed.errorType], [false, 'ValueError']);
});

test('functions: an instance serves one invocation at a time, another starts beside it', async (t) => {
  const functions = deployed(t);
  const waiting = [];
  const meeting = http.createServer((request, response) => {
    waiting.push(response);
    if (waiting.length === 2) waiting.forEach((one) => one.end());
  });
  await new Promise((resolve) => meeting.listen(0, '127.0.0.1', resolve));
  const meet = `http://127.0.0.1:${meeting.address().port}/`;
  const [one, other] = await Promise.all([invoke(functions, { meet }), invoke(functions, { meet })]);
  meeting.close();
  assert.notEqual(one.pid, other.pid);
});

test('functions: what fails asynchronously is tried three times under one request id', async (t) => {
  const functions = deployed(t);
  functions.retryMillis = [1, 1];
  const outcomes = [];
  const invokeOnce = functions.invoke.bind(functions);
  functions.invoke = async (...args) => {
    outcomes.push(await invokeOnce(...args));
    return outcomes.at(-1);
  };
  await functions.invokeAsync('probe', { fail: true }, { traceHeader: '' });
  assert.deepEqual(outcomes.map(({ ok }) => ok), [false, false, false]);
  assert.equal(new Set(outcomes.map(({ body }) => JSON.parse(body).errorMessage)).size, 1);
  assert.equal(functions.busy(), false);
});

test('functions: past its time-out an instance is killed, and the next is cold', async (t) => {
  const functions = deployed(t, 1);
  const before = await invoke(functions);
  assert.equal((await invoke(functions, { hang: true })).ok, false);
  const after = await invoke(functions);
  assert.deepEqual([after.served, after.pid === before.pid], [1, false]);
});
