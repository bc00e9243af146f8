'use strict';

/**
 * Lambda's runtime as far as the recorder meets it: loads what `_HANDLER` names, calls it with the
 * events in EVENTS one after the other (REPEAT times over), prints what came of each.
 */
const path = require('node:path');
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');

async function load() {
  const [file, name] = path.resolve(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER).split('.');
  const found = ['.js', '.mjs'].map((suffix) => file + suffix).find((candidate) => fs.existsSync(candidate));
  const module = await import(pathToFileURL(found).href);
  return module[name] ?? module.default[name];
}

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
  });
}

function print(outcome) {
  try {
    return JSON.stringify(outcome);
  } catch {
    return JSON.stringify({ result: 'no JSON' });
  }
}

async function main() {
  const handler = await load();
  const once = JSON.parse(process.env.EVENTS);
  const events = Array.from({ length: Number(process.env.REPEAT ?? 1) }, () => once).flat();
  for (const [index, { event, traceHeader }] of events.entries()) {
    process.env._X_AMZN_TRACE_ID = traceHeader ?? '';
    const context = {
      awsRequestId: `request-${index + 1}`,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:probe',
    };
    const began = process.hrtime.bigint();
    const outcome = await call(handler, event, context).then((result) => ({ result }), (error) => ({ error: error.message }));
    process.stdout.write(`outcome ${print({ ...outcome, nanos: Number(process.hrtime.bigint() - began) })}\n`);
  }
  process.exit(0);
}

main();
