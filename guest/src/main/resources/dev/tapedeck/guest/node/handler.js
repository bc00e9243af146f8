'use strict';
/*
 * Loads the user's function and invokes it as the Lambda runtime for Node does: `file.export`, CommonJS or ESM, promise or callback, a context object,
 * and the rules for what ends an invocation. Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and nodejs-context.html.
 */
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const { pathToFileURL } = require('url');
const real = require('./real');
const report = require('./report');
const { send } = require('./channel');
const { epochMillis } = require('./segment');

let greeting;
let handle;
let loading = false;
/** The invocation that runs: `{ waits, ended }`, where `waits` holds a callback's outcome until the loop is empty. */
let current;

class HandlerNotFound extends Error {
  constructor(message) {
    super(message);
    this.name = 'Runtime.HandlerNotFound';
  }
}

class ImportModuleError extends Error {
  constructor(message) {
    super(message);
    this.name = 'Runtime.ImportModuleError';
  }
}

function prepare(given) {
  greeting = given;
  process.on('uncaughtException', (error) => die(error, error?.name, 129));
  process.on('unhandledRejection', (reason) => die(reason, 'Runtime.UnhandledPromiseRejection', 128));
  process.reallyExit = (code) => {
    send.exit(code ?? 0);
    real.exit(code ?? 0);
  };
}

/** What Lambda does: the invocation fails, and the process does not live on. */
function die(error, errorType, code) {
  raise(error, errorType);
  process.reallyExit(code);
}

function raise(error, errorType) {
  if (!(error instanceof Error) && typeof error?.stack !== 'string') {
    send.raised(errorType ?? typeof error, String(error), '');
    return;
  }
  const frames = String(error.stack).split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  send.raised(String(errorType ?? error.name), String(error.message), frames.join('\n'));
}

// ---- loading ----

function load() {
  loading = true;
  find(greeting.handler).then(
    (found) => {
      loading = false;
      handle = found;
      send.ready();
    },
    (error) => {
      loading = false;
      raise(error, error?.name);
    },
  );
}

async function find(spec) {
  const [, directory, file, exported] = /^(.*\/)?([^./]*)\.(.+)$/.exec(spec) ?? [];
  if (exported === undefined) {
    throw new HandlerNotFound(`Bad handler ${spec}`);
  }
  const loaded = await loadModule(path.resolve(greeting.taskRoot, directory ?? '', file));
  const inside = (root) => exported.split('.').reduce((value, name) => value?.[name], root);
  const found = inside(loaded) ?? inside(loaded.default);
  if (typeof found !== 'function') {
    throw new HandlerNotFound(`${spec} is undefined or not exported`);
  }
  return found;
}

function isModule(file) {
  for (let directory = path.dirname(file); directory.startsWith(greeting.taskRoot); directory = path.dirname(directory)) {
    const manifest = path.join(directory, 'package.json');
    if (fs.existsSync(manifest)) {
      return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
    }
  }
  return false;
}

async function loadModule(base) {
  if (fs.existsSync(`${base}.js`)) {
    return isModule(`${base}.js`) ? import(pathToFileURL(`${base}.js`)) : required(`${base}.js`);
  }
  if (fs.existsSync(`${base}.mjs`)) {
    return import(pathToFileURL(`${base}.mjs`));
  }
  if (fs.existsSync(`${base}.cjs`)) {
    return required(`${base}.cjs`);
  }
  throw new ImportModuleError(`Error: Cannot find module '${path.basename(base)}'`);
}

const required = (file) => createRequire(file)(file);

// ---- invoking ----

function invoke(invocation) {
  current = { waits: undefined, ended: false };
  report.forget();
  if (invocation.traceHeader === '') {
    delete process.env._X_AMZN_TRACE_ID;
  } else {
    process.env._X_AMZN_TRACE_ID = invocation.traceHeader;
  }
  const mine = current;
  const context = contextOf(invocation, mine);
  const callback = (error, result) => {
    const outcome = () => (error !== undefined && error !== null ? fail(mine, error) : succeed(mine, result));
    if (context.callbackWaitsForEmptyEventLoop && !mine.ended) {
      mine.waits ??= outcome;
    } else {
      outcome();
    }
  };
  try {
    const result = handle(JSON.parse(invocation.event), context, callback);
    if (typeof result?.then === 'function') {
      result.then((value) => succeed(mine, value), (error) => fail(mine, error));
    }
  } catch (error) {
    fail(mine, error);
  }
}

function contextOf(invocation, mine) {
  const { environment } = greeting;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: String(greeting.memoryMegabytes),
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: invocation.functionArn,
    awsRequestId: invocation.requestId,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMillis - Date.now()),
  };
  context.succeed = (result) => succeed(mine, result);
  context.fail = (error) => fail(mine, error);
  context.done = (error, result) => (error ? fail(mine, error) : succeed(mine, result));
  return context;
}

function end(invocation) {
  const first = !invocation.ended;
  invocation.ended = true;
  return first;
}

function succeed(invocation, value) {
  if (invocation.ended) {
    return;
  }
  let json;
  try {
    json = JSON.stringify(value);
  } catch (error) {
    fail(invocation, Object.assign(error, { name: 'Runtime.MarshalError' }));
    return;
  }
  end(invocation);
  send.returned(json ?? 'null');
}

function fail(invocation, error) {
  if (end(invocation)) {
    raise(error, error?.name);
  }
}

/**
 * Asked when nothing moves. A callback's result waits for an empty loop; an invocation that never answers ends with `null` once nothing is left
 * that could wake it. Returns whether that changed anything.
 */
function loopIsEmpty(pendingReferenced) {
  const undecided = current !== undefined && !current.ended;
  if ((!undecided && !loading) || pendingReferenced() > 0) {
    return false;
  }
  if (loading) {
    loading = false;
    send.raised('Runtime.ExitError', 'the init code waits for something that cannot happen: its event loop is empty', '');
  } else if (current.waits !== undefined) {
    current.waits();
  } else {
    end(current);
    send.returned('null');
  }
  return true;
}

const isUndecided = () => loading || (current !== undefined && !current.ended);

module.exports = { prepare, load, invoke, loopIsEmpty, isUndecided };
