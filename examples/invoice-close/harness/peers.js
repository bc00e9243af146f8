'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const processes = require('./processes');

/**
 * The stores and queues: DynamoDB Local and ElasticMQ, fetched from Maven Central into `.cache` when
 * they are first needed, started on loopback, in memory.
 */
const HERE = path.join(__dirname, '..');
const CACHE = path.join(HERE, '.cache');
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const JAVA = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const ARTIFACTS = {
  elasticmq: ['org.elasticmq', 'elasticmq-server_2.13', '1.7.1'],
  dynamodb: ['com.amazonaws', 'DynamoDBLocal', '2.6.1'],
};

function jars(name) {
  const directory = path.join(CACHE, name);
  if (fs.existsSync(path.join(directory, '.complete'))) return directory;
  const [group, artifact, version] = ARTIFACTS[name];
  console.log(`fetching ${artifact} ${version}`);
  fs.mkdirSync(directory, { recursive: true });
  const pom = path.join(CACHE, `${name}.pom.xml`);
  fs.writeFileSync(pom, `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>${name}</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency></dependencies>
</project>\n`);
  execFileSync(path.join(HERE, '..', '..', 'mvnw'), ['-q', '-B', '-f', pom, PLUGIN, `-DoutputDirectory=${directory}`], { stdio: 'inherit' });
  fs.writeFileSync(path.join(directory, '.complete'), '');
  return directory;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    http.get({ host: '127.0.0.1', port, path: '/' }, (response) => resolve(response.resume() && true)).once('error', () => resolve(false));
  });
}

async function ready(name, child, port) {
  let gone = false;
  child.exited.then(() => { gone = true; });
  for (let tries = 0; tries < 1200 && !gone; tries++) {
    if (await answers(port)) return;
    await sleep(100);
  }
  throw new Error(`${name} does not answer on 127.0.0.1:${port}${gone ? ': its process ended' : ' after two minutes'}`);
}

async function startJava(name, port, args) {
  const child = processes.start(name, JAVA, args, { env: process.env, onLine: () => {} });
  await ready(name, child, port);
  return port;
}

async function dynamodb() {
  const port = await freePort();
  const directory = jars('dynamodb');
  return startJava('dynamodb', port, ['-Xmx256m', `-Djava.library.path=${directory}`, '-cp', `${directory}/*`, path.join(__dirname, 'Peer.java'),
    'com.amazonaws.services.dynamodbv2.local.main.ServerRunner', '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)]);
}

async function elasticmq({ queues, region, account }) {
  const port = await freePort();
  const directory = jars('elasticmq');
  const file = path.join(CACHE, `elasticmq-${process.pid}.conf`);
  fs.writeFileSync(file, configuration({ queues, region, account, port }));
  return startJava('elasticmq', port, ['-Xmx256m', `-Dconfig.file=${file}`, '-cp', `${directory}/*`, path.join(__dirname, 'Peer.java'), 'org.elasticmq.server.Main'])
    .finally(() => fs.rmSync(file));
}

function configuration({ queues, region, account, port }) {
  return `include classpath("application.conf")
node-address { protocol = https, host = "sqs.${region}.amazonaws.com", port = 443, context-path = "" }
rest-sqs { enabled = true, bind-port = ${port}, bind-hostname = "127.0.0.1", sqs-limits = strict }
rest-stats { enabled = false }
generate-node-address = false
aws { region = ${region}, accountId = "${account}" }
queues {
${queues.map(queueConfiguration).join('\n')}
}
`;
}

function queueConfiguration({ QueueName, FifoQueue = false, VisibilityTimeout = 30, RedrivePolicy }) {
  const dead = RedrivePolicy
    ? `, deadLettersQueue { name = "${RedrivePolicy.deadLetterTargetArn.split(':').pop()}", maxReceiveCount = ${RedrivePolicy.maxReceiveCount} }`
    : '';
  return `  "${QueueName}" { fifo = ${FifoQueue}, defaultVisibilityTimeout = ${VisibilityTimeout} seconds${dead} }`;
}

/** Removes what runs left behind that were killed: their files bear the process id of their harness. */
function sweep() {
  if (!fs.existsSync(CACHE)) return;
  for (const name of fs.readdirSync(CACHE)) {
    const owner = /^(?:app|elasticmq)-(\d+)/.exec(name);
    if (owner && !alive(Number(owner[1]))) fs.rmSync(path.join(CACHE, name), { recursive: true });
  }
}

function alive(id) {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

module.exports = { dynamodb, elasticmq, sweep };
