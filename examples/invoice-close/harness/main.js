'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const zlib = require('node:zlib');
const aws = require('./aws');
const python = require('./python');
const peers = require('./peers');
const processes = require('./processes');
const { Balancer } = require('./balancer');
const { Bus } = require('./bus');
const { Collector } = require('./collector');
const { HERE, RECORDER, install, deploy } = require('./deploy');
const { Functions } = require('./functions');
const { Gateway } = require('./gateway');
const { random } = require('./random');
const { Source } = require('./sources');
const { truth } = require('./truth');
const { warmUp, submitAll, drain } = require('./workload');

/**
 * Records the example: starts the peers, deploys what template.yaml says, sends invoices at random
 * instants, waits until nothing moves any more, and writes telemetry and truth.
 */
const FILES = ['traces.jsonl', 'logs.jsonl', 'app.log.jsonl'];

const USAGE = `usage: record [--seed N] [--workflows N] [--rate N] [--slow P] [--fixed NAME]… [--python] [--gzip] [-o DIR]

Runs the invoice-close example and records its telemetry into DIR; the true end states go to DIR.truth.json.

  --seed N        what all randomness is drawn from (default 1)
  --workflows N   how many invoices are submitted (default 300)
  --rate N        invoices a second (default 3)
  --slow P        how often ledger-api has a slow moment, 0 to 1 (default 0.017): in a bad hour a small
                  recording holds failures too, which come about in no other way than in a large one
  --fixed NAME    lay fixed/NAME over app/ (\`close-invoice\`, \`publish-ledger-entry\`, or \`all\`)
  --python        settle-payment in Python (\`python/\`) among the others in Node; the interpreter is the newest of
                  3.11 to 3.13 on the PATH, or what the variable PYTHON names
  --gzip          compress what is written
  -o DIR          where to (default \`.recording\` beside this script)

example: ./record --seed 7 --workflows 50 -o /tmp/recording
`;

/** What was asked for; what cannot be understood is thrown with `exitCode` 2. */
function options(argv) {
  try {
    return understood(argv);
  } catch (error) {
    throw Object.assign(error, { exitCode: 2 });
  }
}

function understood(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      seed: { type: 'string', default: '1' },
      workflows: { type: 'string', default: '300' },
      rate: { type: 'string', default: '3' },
      slow: { type: 'string', default: '0.017' },
      fixed: { type: 'string', multiple: true, default: [] },
      python: { type: 'boolean', default: false },
      gzip: { type: 'boolean', default: false },
      output: { type: 'string', short: 'o', default: path.join(HERE, '.recording') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  for (const name of ['workflows', 'rate']) {
    if (!(Number(values[name]) > 0)) throw new Error(`--${name} is \`${values[name]}\`; write a number above 0`);
  }
  if (!(Number(values.slow) >= 0 && Number(values.slow) <= 1)) throw new Error(`--slow is \`${values.slow}\`; write a number from 0 to 1`);
  const variants = ['all', ...fs.readdirSync(path.join(HERE, 'fixed'))];
  const unknown = values.fixed.find((name) => !variants.includes(name));
  if (unknown) throw new Error(`--fixed is \`${unknown}\`; write one of ${variants.join(', ')}`);
  return { ...values, workflows: Number(values.workflows), rate: Number(values.rate), output: path.resolve(values.output) };
}

function startLedger({ seed, slow }, collectorPort) {
  const env = {
    PATH: process.env.PATH,
    LEDGER_SEED: seed,
    LEDGER_SLOW: slow,
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
    TAPEDECK_FLUSH_MILLIS: '5000', // a loaded machine may take its time, and nothing is to be missing
    TAPEDECK_REDACT: 'none', // the people are invented, and what redaction does to them is to be seen later
  };
}

function compress(directory) {
  for (const name of FILES) {
    const file = path.join(directory, name);
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file), { level: 9 }));
    fs.rmSync(file);
  }
}

async function record(chosen) {
  install();
  peers.sweep();
  const deployed = require('./template').read(path.join(HERE, 'template.yaml'));
  const system = chosen.python ? python.mixed(deployed) : deployed;
  fs.mkdirSync(chosen.output, { recursive: true });
  for (const name of FILES) for (const file of [name, `${name}.gz`]) fs.rmSync(path.join(chosen.output, file), { force: true });
  const appLog = fs.createWriteStream(path.join(chosen.output, 'app.log.jsonl'));
  const taskRoot = deploy(chosen.fixed);
  const places = [[taskRoot, '/var/task'], [RECORDER, '/opt/recorder'], ...python.PRODUCTION];
  const asInProduction = (text) => places.reduce((so, [here, there]) => so.replaceAll(here, there), text);
  const collector = new Collector(chosen.output, asInProduction);
  const ports = { collector: await collector.start() };
  [ports.dynamodb, ports.sqs] = await Promise.all([peers.dynamodb(), peers.elasticmq(system)]);
  const ledger = await startLedger(chosen, ports.collector);
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
  fs.writeFileSync(`${chosen.output}.truth.json`, `${JSON.stringify({ seed: chosen.seed, slow: chosen.slow, fixed: chosen.fixed, summary, invoices }, null, 2)}\n`);
  console.log(JSON.stringify(summary));
}

/** Ends everything and leaves with `code`; what fails from then on fails because it is being ended. */
function leave(code) {
  if (process.exitCode) return;
  process.exitCode = code;
  processes.stopAll().then(() => process.exit(code));
}

async function main(argv) {
  const chosen = options(argv);
  if (chosen.help) return process.stdout.write(USAGE);
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.once(signal, () => leave(code));
  process.on('unhandledRejection', (error) => {
    if (!process.exitCode) process.stderr.write(`record: ${error.stack}\n`);
    leave(1);
  });
  try {
    await record(chosen);
  } finally {
    await processes.stopAll();
  }
}

module.exports = { main };
