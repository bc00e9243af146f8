'use strict';

const diagnostics = require('node:diagnostics_channel');
const { Call } = require('./call');
const { harmless } = require('./harmless');

/**
 * The hook of the global `fetch`, at undici's dispatcher: one call of `dispatch` is one request on
 * the wire, so a redirect followed is two calls, and the bytes are those of the wire.
 *
 * A client that brings a dispatcher of its own passes by. Its requests still show on undici's
 * diagnostics channel, where they are counted, so that the invocation is known to be incomplete.
 */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

function install(currentInvocation) {
  const original = globalThis.fetch;
  if (typeof original !== 'function') return;
  let hooked;
  globalThis.fetch = function fetch(...args) {
    void globalThis.Headers; // loads undici, which sets the global dispatcher
    const dispatcher = globalThis[GLOBAL_DISPATCHER];
    if (dispatcher && dispatcher !== hooked) {
      hook(dispatcher, currentInvocation);
      hooked = dispatcher;
    }
    return original.apply(this, args);
  };
  countUnseen(currentInvocation);
}

/** Requests seen by our dispatch whose creation undici has not announced yet (a pool may queue them). */
let announced = 0;

function countUnseen(currentInvocation) {
  diagnostics.subscribe('undici:request:create', () => {
    if (announced > 0) announced--;
    else currentInvocation()?.nextOrdinal();
  });
}

function hook(dispatcher, currentInvocation) {
  const original = dispatcher.dispatch;
  dispatcher.dispatch = function dispatch(options, handler) {
    const invocation = currentInvocation();
    if (!invocation) return original.call(this, options, handler);
    const recorded = harmless(() => record(invocation, options, handler)) ?? { options, handler };
    return original.call(this, recorded.options, recorded.handler);
  };
}

function record(invocation, options, handler) {
  const call = new Call(invocation, describe(options));
  const header = call.traceHeader(call.request.headers);
  if (header) call.request.headers[header[0]] = header[1];
  announced++;
  return {
    options: { ...options, headers: withHeader(options.headers, header), body: teed(options.body, call) },
    handler: observe(handler, call),
  };
}

function describe(options) {
  const origin = new URL(options.origin);
  const port = Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80);
  const headers = { host: origin.host, ...headersOf(options.headers) };
  return { method: options.method, path: options.path, host: origin.hostname, port, url: origin.origin + options.path, headers };
}

/** undici takes headers as an object or as a flat list of names and values. */
function headersOf(headers) {
  const copy = {};
  const pairs = Array.isArray(headers) ? paired(headers) : Object.entries(headers ?? {});
  for (const [name, value] of pairs) copy[String(name).toLowerCase()] = String(value);
  return copy;
}

function paired(list) {
  const pairs = [];
  for (let index = 0; index < list.length; index += 2) pairs.push([list[index], list[index + 1]]);
  return pairs;
}

function withHeader(headers, header) {
  if (!header) return headers;
  return Array.isArray(headers) ? [...headers, ...header] : { ...headers, [header[0]]: header[1] };
}

/** A body is text, bytes, or something that yields bytes; a stream is observed as it is read. */
function teed(body, call) {
  if (typeof body === 'string' || ArrayBuffer.isView(body)) call.sent.add(body);
  if (!body || typeof body[Symbol.asyncIterator] !== 'function' || ArrayBuffer.isView(body)) return body;
  return (async function* observed() {
    for await (const chunk of body) {
      call.sent.add(chunk);
      yield chunk;
    }
  })();
}

function observe(handler, call) {
  const on = (name, before) => (...args) => {
    harmless(() => before(...args));
    return handler[name]?.(...args);
  };
  return Object.assign(Object.create(handler), {
    onConnect: on('onConnect', () => call.started()),
    onHeaders: (status, raw, ...rest) => {
      if (status >= 200) harmless(() => call.answered(status, headersOf(raw)));
      return handler.onHeaders(status, raw, ...rest);
    },
    onData: on('onData', (chunk) => call.received.add(chunk)),
    onComplete: on('onComplete', () => call.ended()),
    onError: on('onError', (error) => call.failed(error)),
  });
}

module.exports = { install };
