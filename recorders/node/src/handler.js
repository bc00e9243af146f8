'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { context } = require('@opentelemetry/api');
const telemetry = require('./telemetry');
const { Invocation } = require('./invocation');
const logs = require('./logs');
const { harmless, complain } = require('./harmless');
const state = require('./state');

/**
 * The function's handler with a span round it. Lambda's runtime is pointed here (`_HANDLER`), and
 * the real handler is loaded from where `_HANDLER` pointed before: this way it works alike for
 * CommonJS, for ES modules and for bundles, and no module loader is patched.
 */
const SUFFIXES = ['', '.js', '.mjs', '.cjs'];
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/** `dir/file.export.nested` -> the file and the names of the export. */
function split(handler) {
  const base = path.basename(handler);
  const dot = base.indexOf('.');
  if (dot < 0) throw new Error(`the handler is \`${handler}\`; write \`file.export\`, such as \`index.handler\``);
  return [path.join(path.dirname(handler), base.slice(0, dot)), base.slice(dot + 1).split('.')];
}

async function load(root, handler) {
  const [file, names] = split(handler);
  const module = await loadModule(path.resolve(root, file));
  const found = names.reduce((value, name) => value?.[name] ?? value?.default?.[name], module);
  if (typeof found !== 'function') throw new Error(`\`${handler}\` is not a function in ${root}; it is ${typeof found}`);
  return found;
}

async function loadModule(file) {
  const suffix = SUFFIXES.find((candidate) => fs.statSync(file + candidate, { throwIfNoEntry: false })?.isFile());
  if (suffix === undefined) throw new Error(`there is no ${file} with one of the endings .js, .mjs, .cjs`);
  return import(pathToFileURL(file + suffix).href);
}

/** Keeps the shape of the handler: a promise stays a promise, a callback a callback. */
function wrap(handler) {
  if (handler[STREAMING]) return handler;
  return function recorded(event, lambdaContext, callback) {
    const invocation = harmless(() => begin(event, lambdaContext));
    if (!invocation) return handler(event, lambdaContext, callback);
    const once = settleOnce(invocation);
    const answer = context.with(invocation.context, () => {
      try {
        return handler(event, lambdaContext, (error, result) => once(error, result).then(() => callback(error, result)));
      } catch (error) {
        return Promise.reject(error);
      }
    });
    if (typeof answer?.then !== 'function') return answer;
    return answer.then(
      (result) => once(undefined, result).then(() => result),
      (error) => once(error ?? new Error('rejected without a reason')).then(() => Promise.reject(error)),
    );
  };
}

function begin(event, lambdaContext) {
  telemetry.start(lambdaContext.invokedFunctionArn?.split(':')[4]);
  return new Invocation(event, lambdaContext, state.takeColdStart());
}

/** Ends the span with the first outcome, and sends all telemetry before the instance may freeze. */
function settleOnce(invocation) {
  let settled;
  return (error, result) => {
    settled ??= settle(invocation, error, result);
    return settled;
  };
}

async function settle(invocation, error, result) {
  harmless(() => (error ? invocation.fail(error) : invocation.succeed(result)));
  await telemetry.flush().catch(complain);
}

/** The real handler, recorded. The console is observed from here on, because Lambda has replaced it by now. */
async function loadRecorded() {
  logs.install();
  const handler = await load(process.env.LAMBDA_TASK_ROOT ?? process.cwd(), state.original);
  state.initialised();
  return wrap(handler);
}

module.exports = { wrap, loadRecorded };
