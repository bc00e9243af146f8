'use strict';

const { format } = require('node:util');
const { context } = require('@opentelemetry/api');
const { isTracingSuppressed } = require('@opentelemetry/core');
const { SeverityNumber } = require('@opentelemetry/api-logs');
const clock = require('./clock');
const telemetry = require('./telemetry');
const { redactText } = require('./redact');

/**
 * What the function writes to its standard output and error, line by line, as log records of the
 * invocation that wrote it. Lambda replaces `console` by functions that pass the streams by, so both
 * are observed, and a line that went through `console` is not taken again from the stream.
 */
const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'];
const SEVERITY = { TRACE: SeverityNumber.TRACE, DEBUG: SeverityNumber.DEBUG, INFO: SeverityNumber.INFO,
  WARN: SeverityNumber.WARN, WARNING: SeverityNumber.WARN, ERROR: SeverityNumber.ERROR, FATAL: SeverityNumber.FATAL };

let insideConsole = false;

function install() {
  for (const method of METHODS) watchConsole(method);
  for (const stream of [process.stdout, process.stderr]) watchStream(stream);
}

function watchConsole(method) {
  const original = console[method];
  console[method] = function observed(...args) {
    if (insideConsole) return original.apply(this, args);
    insideConsole = true;
    try {
      record(format(...args));
      return original.apply(this, args);
    } finally {
      insideConsole = false;
    }
  };
}

function watchStream(stream) {
  const original = stream.write;
  let rest = '';
  stream.write = function observed(chunk, ...more) {
    if (!insideConsole) {
      const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())).split('\n');
      rest = lines.pop();
      lines.forEach(record);
    }
    return original.call(this, chunk, ...more);
  };
}

function record(line) {
  if (line === '' || isTracingSuppressed(context.active())) return;
  const found = [];
  const body = redactText(line, 'application/json', 'body:$', found);
  const severityText = /"level"\s*:\s*"(\w+)"/.exec(line)?.[1].toUpperCase();
  telemetry.emitLog({
    body,
    timestamp: clock.now(),
    observedTimestamp: clock.now(),
    context: context.active(),
    ...(severityText && { severityText, severityNumber: SEVERITY[severityText] }),
    ...(found.length > 0 && { attributes: { 'tapedeck.redacted': found } }),
  });
}

module.exports = { install };
