'use strict';
/*
 * Invokes the user's function (loader.js finds it) as the Lambda runtime for Node does: promise or callback, a context object, and the rules for what
 * ends an invocation. From Node 24 on there is no callback, and the runtime waits for no event loop. Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and nodejs-context.html.
 */
const real = require('./real');
const report = require('./report');
const loader = require('./loader');
const files = require('./files');
const { send } = require('./channel');
const { epochMillis } = require('./segment');

let greeting;
let handle;
let loading = false;
/** The invocation that runs: `{ waits, ended }`, where `waits` holds a callback's outcome until the loop is empty. */
let current;

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
  if (greeting.inherits) {
    files.inherit();
  }
  loader.provideGlobal();
  loader.searchLayers();
  if (process.env.NODE_OPTIONS === '--enable-source-maps') {
    process.setSourceMapsEnabled(true);
  }
  loader.find(greeting.handler, greeting.taskRoot).then(
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
  if (loader.PROMISES_ONLY) {
    new Promise((resolve) => resolve(handle(JSON.parse(invocation.event), context))).then((value) => succeed(mine, value), (error) => fail(mine, error));
    return;
  }
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
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: String(greeting.memoryMegabytes),
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: invocation.clientContext === '' ? undefined : JSON.parse(invocation.clientContext),
    identity: undefined,
    invokedFunctionArn: invocation.functionArn,
    awsRequestId: invocation.requestId,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMillis - Date.now()),
  };
  return loader.PROMISES_ONLY ? context : withCallbacks(context, mine);
}

function withCallbacks(context, mine) {
  const done = (error, result) => (error !== undefined && error !== null ? fail(mine, error) : succeed(mine, result));
  return Object.assign(context, {
    callbackWaitsForEmptyEventLoop: true, succeed: (result) => succeed(mine, result), fail: (error) => fail(mine, error ?? null), done,
  });
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
  } else if (loader.PROMISES_ONLY) {
    end(current);
    die(Object.assign(new Error('the handler waits for something that cannot happen: its event loop is empty'), { stack: '' }), 'Runtime.ExitError', 13);
  } else {
    end(current);
    send.returned('null');
  }
  return true;
}

const isUndecided = () => loading || (current !== undefined && !current.ended);

module.exports = { prepare, load, invoke, loopIsEmpty, isUndecided };
