'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { parseArgs } = require('node:util');
const zlib = require('node:zlib');
const aws = require('./aws');
const peers = require('./peers');
const people = require('./people');
const processes = require('./processes');
const { Balancer } = require('./balancer');
const { Bus } = require('./bus');
const { Collector } = require('./collector');
const { Functions } = require('./functions');
const { Gateway } = require('./gateway');
const { random } = require('./random');
const { Source } = require('./sources');
const { ledgerEntries, truth } = require('./truth');

/**
 * Records the example: starts the peers, deploys what template.yaml says, sends invoices at random
 * instants, waits until nothing moves any more, and writes telemetry and truth.
 */
const HERE = path.join(__dirname, '..');
const RECORDER = path.join(HERE, '..', '..', 'recorders', 'node');
const QUIET_MILLIS = 3000;
const WARM_UP_ROUNDS = 150;
/** The first invoices come one by one, because every function is cold. */
const GENTLE_STARTS = 6;
const MOST_OPEN = 14;
const GIVEN_UP_MILLIS = 8000;

const USAGE = `usage: record [--seed N] [--workflows N] [--rate N] [--fixed[=NAME]]… [--gzip] [-o DIR]

Runs the invoice-close example and records its telemetry into DIR; the true end states go to DIR.truth.json.

  --seed N        what all randomness is drawn from (default 1)
  --workflows N   how many invoices are submitted (default 300)
  --rate N        invoices a second (default 3)
  --fixed NAME    lay fixed/NAME over app/ (\`close-invoice\`, \`publish-ledger-entry\`, or \`all\`)
  --gzip          compress what is written
  -o DIR          where to (default \`.recording\` beside this script)

example: ./record --seed 7 --workflows 50 -o /tmp/recording
`;

function options(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      seed: { type: 'string', default: '1' },
      workflows: { type: 'string', default: '300' },
      rate: { type: 'string', default: '3' },
      fixed: { type: 'string', multiple: true, default: [] },
      gzip: { type: 'boolean', default: false },
      output: { type: 'string', short: 'o', default: path.join(HERE, '.recording') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  for (const name of ['workflows', 'rate']) {
    if (!(Number(values[name]) > 0)) throw new Error(`--${name} is \`${values[name]}\`; write a number above 0`);
  }
  return { ...values, workflows: Number(values.workflows), rate: Number(values.rate), output: path.resolve(values.output) };
}

/** npm packages of the example and of the recorder, installed where they are missing. */
function install() {
  for (const directory of [HERE, path.join(HERE, 'app'), path.join(HERE, 'ledger-api'), RECORDER]) {
    if (fs.existsSync(path.join(directory, 'node_modules'))) continue;
    console.log(`installing packages of ${path.relative(path.join(HERE, '..', '..'), directory)}`);
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: directory, stdio: 'inherit' });
  }
}

/** The code to run: app/, or a copy with the fixed variants laid over it. */
function deploy(fixed) {
  const app = path.join(HERE, 'app');
  const variants = fixed.includes('all') ? fs.readdirSync(path.join(HERE, 'fixed')) : fixed;
  if (variants.length === 0) return app;
  const target = path.join(HERE, '.cache', `app-${process.pid}`);
  fs.cpSync(app, target, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  fs.symlinkSync(path.join(app, 'node_modules'), path.join(target, 'node_modules'));
  for (const name of variants) fs.cpSync(path.join(HERE, 'fixed', name), target, { recursive: true });
  return target;
}

function startLedger(seed, collectorPort) {
  const env = {
    PATH: process.env.PATH,
    LEDGER_SEED: seed,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collectorPort}`,
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=ledger-api,service.version=3.2.0,host.name=ledger-7d9f5b6c4-x2v8q',
  };
  return new Promise((resolve, reject) => {
    const child = processes.start('ledger-api', process.execPath, ['--require', path.join(__dirname, 'leash.js'), path.join(HERE, 'ledger-api', 'server.js')], { env, onLine: (line) => resolve({ child, port: JSON.parse(line).port }) });
    child.exited.then(() => reject(new Error('ledger-api ended before it listened')));
  });
}

function environment(system, ports, taskRoot) {
  return {
    PATH: process.env.PATH,
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: system.region,
    AWS_DEFAULT_REGION: system.region,
    AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEXAMPLETOKEN',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LAMBDA_TASK_ROOT: taskRoot,
    LOOPBACK_HOSTS: JSON.stringify({
      [`sqs.${system.region}.amazonaws.com`]: ports.sqs,
      [`dynamodb.${system.region}.amazonaws.com`]: ports.dynamodb,
      [`events.${system.region}.amazonaws.com`]: ports.bus,
      'ledger-api.billing.internal': ports.ledger,
    }),
    NODE_OPTIONS: `--require ${path.join(__dirname, 'production.js')} --require ${RECORDER}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.collector}`,
    TAPEDECK_REDACT: 'none', // the people are invented, and what redaction does to them is to be seen later
  };
}

/** What stands in production has not been started a second ago: the peers get some work before it counts. */
async function warmUp(system, { dynamodb, sqs, ledgerPort }) {
  const { TableName } = system.tables[0];
  const Key = { pk: { S: 'warm-up' }, sk: { S: 'warm-up' } };
  const queue = system.queues.find(({ FifoQueue }) => !FifoQueue).QueueName;
  const QueueUrl = `https://sqs.${system.region}.amazonaws.com/${system.account}/${queue}`;
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await dynamodb('PutItem', { TableName, Item: Key, ConditionExpression: 'attribute_not_exists(pk)' });
    await dynamodb('UpdateItem', { TableName, Key, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': { S: 'x' } }, ReturnValues: 'ALL_NEW' });
    await dynamodb('DeleteItem', { TableName, Key });
    await sqs('SendMessage', { QueueUrl, MessageBody: 'warm-up' });
    const { Messages } = await sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 });
    await sqs('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
    await ledgerEntries(ledgerPort);
  }
}

function submit(port, { headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/invoices', headers });
    request.once('error', reject).once('response', (response) => response.resume().once('end', () => resolve(response.statusCode)));
    request.end(JSON.stringify(body));
  });
}

/** Invoices at random instants; fewer of them while many are still open, so that a slow machine is not swamped. */
async function submitAll({ workflows, rate, seed }, port, bus) {
  const dice = random(seed, 'arrivals');
  const customers = random(seed, 'people');
  const answers = [];
  const sent = new Map();
  for (let number = 0; number < workflows; number++) {
    while (open(sent, bus) >= (number < GENTLE_STARTS ? 1 : MOST_OPEN)) await sleep(50);
    const invoice = people.request(customers);
    sent.set(invoice.headers['x-correlation-id'], Date.now());
    answers.push(submit(port, invoice));
    await sleep(dice.exponential(1000 / rate));
    if (number % 50 === 49) console.log(`${number + 1} of ${workflows} invoices submitted`);
  }
  const statuses = await Promise.all(answers);
  const refused = statuses.filter((status) => status !== 202).length;
  if (refused > 0) throw new Error(`${refused} of ${workflows} invoices were not accepted`);
}

/** How many were sent lately and are not closed; what is older may never be. */
function open(sent, bus) {
  for (const { detailType, detail } of bus.published) if (detailType === 'InvoiceClosed') sent.delete(detail.correlationId);
  for (const [correlationId, at] of sent) if (Date.now() - at > GIVEN_UP_MILLIS) sent.delete(correlationId);
  return sent.size;
}

/** Waits until nothing has moved for a while: no invocation, no event, no message. */
async function drain(system, sqs, moving) {
  const queued = async ({ QueueName }) => {
    const { Attributes } = await sqs('GetQueueAttributes', { QueueUrl: `https://sqs.${system.region}.amazonaws.com/${system.account}/${QueueName}`, AttributeNames: ['All'] });
    return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
  };
  const live = system.queues.filter(({ RedrivePolicy }) => RedrivePolicy);
  let quietSince = Date.now();
  while (Date.now() - quietSince < QUIET_MILLIS) {
    const waiting = (await Promise.all(live.map(queued))).reduce((sum, count) => sum + count, 0);
    if (waiting > 0 || moving()) quietSince = Date.now();
    await sleep(200);
  }
}

function compress(directory) {
  for (const name of fs.readdirSync(directory).filter((file) => file.endsWith('.jsonl'))) {
    const file = path.join(directory, name);
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file), { level: 9 }));
    fs.rmSync(file);
  }
}

async function record(chosen) {
  install();
  const system = require('./template').read(path.join(HERE, 'template.yaml'));
  fs.rmSync(chosen.output, { recursive: true, force: true });
  fs.mkdirSync(chosen.output, { recursive: true });
  const appLog = fs.createWriteStream(path.join(chosen.output, 'app.log.jsonl'));
  const taskRoot = deploy(chosen.fixed);
  const asInProduction = (text) => text.replaceAll(taskRoot, '/var/task').replaceAll(RECORDER, '/opt/recorder');
  const collector = new Collector(chosen.output, asInProduction);
  const ports = { collector: await collector.start() };
  [ports.dynamodb, ports.sqs] = await Promise.all([peers.dynamodb(), peers.elasticmq(system)]);
  const ledger = await startLedger(chosen.seed, ports.collector);
  const balancer = new Balancer(ledger.port);
  ports.ledger = await balancer.start();
  const dynamodb = aws.dynamodb(ports.dynamodb);
  const sqs = aws.sqs(ports.sqs);
  for (const table of system.tables) await dynamodb('CreateTable', table);
  await warmUp(system, { dynamodb, sqs, ledgerPort: ports.ledger });

  const dice = random(chosen.seed, 'machines');
  const bus = new Bus(system, sqs, undefined, random(chosen.seed, 'bus'));
  ports.bus = await bus.start();
  const functions = new Functions(system, environment(system, ports, taskRoot), dice, (line) => appLog.write(`${asInProduction(line)}\n`));
  bus.functions = functions;
  const sources = system.sources.map((source) => new Source(source, system, sqs, functions, dice));
  sources.forEach((source) => source.start());
  const gateway = new Gateway(system, functions, dice);

  await submitAll(chosen, await gateway.start(), bus);
  await drain(system, sqs, () => bus.underway > 0 || functions.busy() || sources.some((source) => source.inHand > 0));
  const invoices = await truth({ dynamodb, tableName: system.tables[0].TableName, ledgerPort: ledger.port, published: bus.published });

  sources.forEach((source) => source.stop());
  await functions.stop();
  await processes.stop(ledger.child);
  await Promise.all(sources.flatMap((source) => source.loops));
  for (const part of [gateway, bus, balancer, collector]) part.stop();
  await new Promise((resolve) => appLog.end(resolve));
  if (taskRoot.includes('.cache')) fs.rmSync(taskRoot, { recursive: true });
  if (chosen.gzip) compress(chosen.output);
  report(chosen, invoices);
}

function report(chosen, invoices) {
  const summary = { workflows: invoices.length, closed: invoices.filter(({ closed }) => closed).length };
  for (const failure of invoices.flatMap(({ failures }) => failures)) summary[failure] = (summary[failure] ?? 0) + 1;
  fs.writeFileSync(`${chosen.output}.truth.json`, `${JSON.stringify({ seed: chosen.seed, fixed: chosen.fixed, summary, invoices }, null, 2)}\n`);
  console.log(JSON.stringify(summary));
}

async function main(argv) {
  const chosen = options(argv);
  if (chosen.help) return process.stdout.write(USAGE);
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
    process.once(signal, () => {
      process.exitCode = code;
      processes.stopAll().then(() => process.exit(code));
    });
  }
  process.once('unhandledRejection', (error) => {
    process.stderr.write(`record: ${error.stack}\n`);
    processes.stopAll().then(() => process.exit(1));
  });
  try {
    await record(chosen);
  } finally {
    await processes.stopAll();
  }
}

module.exports = { main };
