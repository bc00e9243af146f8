'use strict';

const { randomUUID } = require('node:crypto');
const http = require('node:http');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const processes = require('./processes');

/**
 * The functions, run as Lambda runs them: each in processes of its own, one invocation at a time in
 * each, kept warm, more of them (cold) when all are busy, up to a limit; killed at the time-out.
 */
const MAX_INSTANCES = 16;
const ASYNC_ATTEMPTS = 3;
/** What an instance runs, unless its definition names a `program` of its own. */
const NODE = { command: process.execPath, args: [path.join(__dirname, 'instance.js')], env: {} };
/** Lambda waits one and two minutes; the recording is not to last that long. */
const ASYNC_RETRY_MILLIS = [2000, 4000];

/** One instance: a process, and the Runtime API that it talks to. */
class Instance {
  constructor(pool, dice, environment, onLine) {
    this.pool = pool;
    this.waiting = undefined;
    this.server = http.createServer((request, response) => this.serve(request, response));
    this.server.keepAliveTimeout = 0;
    this.server.listen(0, '127.0.0.1', () => this.startProcess(dice, environment, onLine));
  }

  startProcess(dice, environment, onLine) {
    const { FunctionName: name, MemorySize: memory, program = NODE } = this.pool.definition;
    const stream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${dice.hex(32)}`;
    const env = {
      ...environment,
      ...program.env,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${this.server.address().port}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: stream,
      OTEL_RESOURCE_ATTRIBUTES: `host.name=169-254-${dice.integer(1, 254)}-${dice.integer(1, 254)}.${environment.AWS_REGION}.compute.internal`,
      _HANDLER: this.pool.definition.Handler,
    };
    this.child = processes.start(name, program.command, program.args, { env, cwd: env.LAMBDA_TASK_ROOT, onLine });
    this.child.exited.then(() => this.gone());
  }

  serve(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const [, , , what, , outcome] = request.url.split('/');
      if (request.method === 'GET') return this.idle(response);
      response.writeHead(202).end();
      const body = Buffer.concat(chunks).toString();
      if (what === 'init') this.settle({ ok: false, body });
      else this.settle({ ok: outcome === 'response', body });
    });
  }

  idle(response) {
    this.next = response;
    this.pool.work();
  }

  run(invocation) {
    const { account, region, definition } = this.pool;
    const timeoutMillis = definition.Timeout * 1000;
    this.current = invocation;
    this.deadline = setTimeout(() => this.child.kill('SIGKILL'), timeoutMillis);
    const response = this.next;
    this.next = undefined;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMillis),
      'lambda-runtime-trace-id': invocation.traceHeader,
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:${region}:${account}:function:${definition.FunctionName}`,
    });
    response.end(JSON.stringify(invocation.event));
  }

  settle(outcome) {
    clearTimeout(this.deadline);
    const { current } = this;
    this.current = undefined;
    current?.resolve(outcome);
  }

  gone() {
    this.server.close();
    this.settle({ ok: false, body: '{"errorType":"Sandbox.Exited"}' });
    this.pool.remove(this);
  }
}

/** All instances of one function, and the invocations that wait for one. */
class Pool {
  constructor(definition, system, makeInstance) {
    Object.assign(this, { definition, account: system.account, region: system.region, makeInstance });
    this.instances = [];
    this.queue = [];
    this.closed = false;
  }

  invoke(event, { requestId = randomUUID(), traceHeader }) {
    return new Promise((resolve) => {
      this.queue.push({ event, requestId, traceHeader, resolve });
      this.work();
    });
  }

  work() {
    while (this.queue.length > 0) {
      const free = this.instances.find((instance) => instance.next);
      if (!free) break;
      free.run(this.queue.shift());
    }
    const starting = this.instances.filter((instance) => !instance.next && !instance.current).length;
    if (this.queue.length > starting && this.instances.length < MAX_INSTANCES && !this.closed) this.instances.push(this.makeInstance(this));
  }

  remove(instance) {
    this.instances = this.instances.filter((other) => other !== instance);
    this.work();
  }
}

/** `system`: what template.yaml says; `environment`: what every instance is started with. */
class Functions {
  constructor(system, environment, dice, onLine) {
    this.pools = new Map();
    this.asynchronous = 0;
    this.retryMillis = ASYNC_RETRY_MILLIS;
    for (const definition of system.functions) {
      const own = { ...environment, ...definition.Environment.Variables };
      this.pools.set(definition.FunctionName, new Pool(definition, system, (pool) => new Instance(pool, dice, own, onLine)));
    }
  }

  invoke(name, event, options) {
    return this.pools.get(name).invoke(event, options);
  }

  /** As an asynchronous invocation: tried again under the same request id. */
  async invokeAsync(name, event, { traceHeader }) {
    this.asynchronous += 1;
    const requestId = randomUUID();
    try {
      for (let attempt = 1; attempt <= ASYNC_ATTEMPTS; attempt++) {
        if ((await this.invoke(name, event, { requestId, traceHeader })).ok) return;
        if (attempt < ASYNC_ATTEMPTS) await sleep(this.retryMillis[attempt - 1]);
      }
    } finally {
      this.asynchronous -= 1;
    }
  }

  busy() {
    return this.asynchronous > 0 || [...this.pools.values()].some((pool) => pool.queue.length > 0 || pool.instances.some((one) => one.current));
  }

  async stop() {
    const instances = [...this.pools.values()].flatMap((pool) => {
      pool.closed = true;
      return pool.instances;
    });
    await Promise.all(instances.map((instance) => instance.child && processes.stop(instance.child)));
  }
}

module.exports = { Functions };
