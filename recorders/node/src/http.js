'use strict';

const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');
const { Call } = require('./call');
const { harmless } = require('./harmless');

/**
 * The hook of `http` and `https`: what the AWS SDK and most clients stand on. It only looks on: it
 * watches what is written to a request and what its events carry, adds no listener (a listener would
 * change what Node does with an answer or an error nobody waits for), and sets one header.
 */
function install(currentInvocation) {
  hook(http, 'http:', 80, currentInvocation);
  hook(https, 'https:', 443, currentInvocation);
  syncBuiltinESMExports();
}

function hook(module, protocol, defaultPort, currentInvocation) {
  const original = module.request;
  module.request = function request(...args) {
    const made = original.apply(this, args);
    const invocation = currentInvocation();
    if (invocation) harmless(() => observe(made, describe(made, args, protocol, defaultPort), invocation));
    return made;
  };
  module.get = function get(...args) {
    const made = module.request(...args);
    made.end();
    return made;
  };
}

/** Where the request goes, as its caller named it. */
function describe(made, args, protocol, defaultPort) {
  const url = typeof args[0] === 'string' ? new URL(args[0]) : args[0] instanceof URL ? args[0] : undefined;
  const options = (url ? (typeof args[1] === 'object' ? args[1] : undefined) : args[0]) ?? {};
  const host = options.hostname ?? options.host ?? url?.hostname ?? 'localhost';
  const port = Number(options.port || url?.port || options.defaultPort || defaultPort);
  const authority = port === defaultPort ? host : `${host}:${port}`;
  const headers = Array.isArray(options.headers) ? paired(options.headers) : {};
  return { method: made.method, path: made.path, host, port, url: `${protocol}//${authority}${made.path}`, headers };
}

/** Headers given as a flat list are sent as they are: Node does not hand them out again. */
function paired(list) {
  const copy = {};
  for (let index = 0; index < list.length; index += 2) copy[String(list[index]).toLowerCase()] = String(list[index + 1]);
  return copy;
}

function observe(made, request, invocation) {
  const call = new Call(invocation, request);
  const header = made.headersSent ? undefined : call.traceHeader(made.getHeaders());
  if (header) made.setHeader(...header);
  tee(made, 'write', call);
  tee(made, 'end', call);
  const emit = made.emit;
  made.emit = function observed(event, ...rest) {
    harmless(() => watch(call, event, rest[0]));
    return emit.call(this, event, ...rest);
  };
}

function tee(made, method, call) {
  const original = made[method];
  made[method] = function teed(chunk, encoding, ...rest) {
    harmless(() => {
      const headers = flat(this.getHeaders());
      if (Object.keys(headers).length > 0) call.request.headers = headers;
      call.sent.add(chunk, typeof encoding === 'string' ? encoding : undefined);
      if (this.socket) call.started();
    });
    return original.call(this, chunk, encoding, ...rest);
  };
}

function watch(call, event, value) {
  if (event === 'socket' || event === 'connect') call.started();
  else if (event === 'response') watchAnswer(call, value);
  else if (event === 'error') call.failed(value);
}

function watchAnswer(call, answer) {
  call.answered(answer.statusCode, flat(answer.headers));
  const push = answer.push;
  answer.push = function teed(chunk, encoding) {
    harmless(() => (chunk === null ? call.ended() : call.received.add(chunk, encoding)));
    return push.call(this, chunk, encoding);
  };
  const emit = answer.emit;
  answer.emit = function observed(event, ...rest) {
    if (event === 'error' || event === 'aborted') harmless(() => call.failed(rest[0] ?? { code: 'ECONNRESET' }));
    return emit.call(this, event, ...rest);
  };
}

function flat(headers) {
  const copy = {};
  for (const [name, value] of Object.entries(headers)) {
    copy[name] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return copy;
}

module.exports = { install };
