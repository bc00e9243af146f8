'use strict';

/**
 * The inside of a function instance: asks the Runtime API for the next event, hands it to the
 * handler, posts what came of it. It ends when the Runtime API does.
 * Protocol: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true });

function call(method, resource, body) {
  return new Promise((resolve) => {
    const options = { host, port, method, agent, path: `/2018-06-01/runtime/${resource}` };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    request.once('error', () => process.exit(0));
    request.end(body);
  });
}

async function load() {
  const handler = process.env._HANDLER;
  const dot = handler.indexOf('.', handler.lastIndexOf('/'));
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, handler.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((suffix) => base + suffix).find((candidate) => fs.existsSync(candidate));
  const module = await import(pathToFileURL(file).href);
  return module[handler.slice(dot + 1)] ?? module.default[handler.slice(dot + 1)];
}

const described = (error) => JSON.stringify({ errorType: error?.name ?? 'Error', errorMessage: error?.message ?? String(error), trace: String(error?.stack ?? '').split('\n') });

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next');
    const requestId = headers['lambda-runtime-aws-request-id'];
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    const context = {
      awsRequestId: requestId,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    try {
      const result = await handler(JSON.parse(body), context);
      await call('POST', `invocation/${requestId}/response`, JSON.stringify(result ?? null));
    } catch (error) {
      await call('POST', `invocation/${requestId}/error`, described(error));
    }
  }
}

load().then(serve, (error) => call('POST', 'init/error', described(error)).then(() => process.exit(1)));
