'use strict';

const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');

/**
 * Everything round a recorded function, on loopback: a collector that keeps what it is sent, a
 * dependency that answers as a test tells it to, and the function in a process of its own.
 */
const PRELOAD = path.join(__dirname, '..', 'src', 'preload.js');

function listen(serve) {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => serve(request, response, Buffer.concat(chunks)));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const value = (any) => {
  if (any.arrayValue) return (any.arrayValue.values ?? []).map(value);
  return any.stringValue ?? any.boolValue ?? (any.intValue === undefined ? any.doubleValue : Number(any.intValue));
};
const named = (attributes = []) => Object.fromEntries(attributes.map((one) => [one.key, value(one.value)]));

function spansOf({ resourceSpans }) {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, resource: named(resource.attributes), attributes: named(span.attributes) }))));
}

function logsOf({ resourceLogs }) {
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
}

class World {
  constructor() {
    this.spans = [];
    this.logs = [];
    this.received = [];
    this.answer = (request, response) => response.end('{}');
    this.collect = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  async open() {
    this.collector = await listen((request, response, body) => {
      const sent = JSON.parse(body);
      if (sent.resourceSpans) this.spans.push(...spansOf(sent));
      else this.logs.push(...logsOf(sent));
      this.collect(response);
    });
    this.dependency = await listen((request, response, body) => {
      this.received.push({ method: request.method, url: request.url, headers: request.headers, body });
      this.answer(request, response, body);
    });
    this.url = `http://127.0.0.1:${this.dependency.address().port}`;
    return this;
  }

  close() {
    for (const server of [this.collector, this.dependency]) {
      server.close();
      server.closeAllConnections();
    }
  }

  /** Runs the function with the events; resolves to {outcomes, errors} once its process has ended. */
  run(handler, events, { env = {}, recorded = true } = {}) {
    const child = spawn(process.execPath, [...(recorded ? ['--require', PRELOAD] : []), path.join(__dirname, 'runtime.js')], {
      env: {
        PATH: process.env.PATH,
        EVENTS: JSON.stringify(events.map((one) => (one?.event === undefined ? { event: one } : one))),
        DEPENDENCY: this.url,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.collector.address().port}`,
        LAMBDA_TASK_ROOT: path.join(__dirname, 'functions'),
        AWS_LAMBDA_FUNCTION_NAME: 'probe',
        AWS_LAMBDA_FUNCTION_VERSION: '7',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[7]abc',
        AWS_REGION: 'eu-west-1',
        _HANDLER: handler,
        ...env,
      },
    });
    return finished(child);
  }

  invocation(index = 0) {
    return this.spans.filter((span) => span.attributes['faas.invocation_id'])[index];
  }

  /** The call spans, in the order of their ordinals. */
  calls() {
    const ordinal = (span) => span.attributes['tapedeck.call.ordinal'];
    return this.spans.filter(ordinal).sort((one, other) => ordinal(one) - ordinal(other));
  }
}

async function finished(child) {
  const read = (stream) => {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  };
  const [output, errors] = [read(child.stdout), read(child.stderr)];
  await new Promise((resolve) => child.once('close', resolve));
  const lines = output().split('\n');
  const outcomes = lines.filter((line) => line.startsWith('outcome ')).map((line) => JSON.parse(line.slice(8)));
  return { outcomes, errors: errors(), lines };
}

/** Runs `body` in a world of its own, and closes it. */
const inWorld = (body) => async () => {
  const world = await new World().open();
  try {
    await body(world);
  } finally {
    world.close();
  }
};

module.exports = { inWorld };
