'use strict';

const { SpanKind, SpanStatusCode } = require('@opentelemetry/api');
const aws = require('./aws');
const clock = require('./clock');
const { Body } = require('./body');
const { redactHeaders, redactUrl } = require('./redact');
const { formatAws, formatW3c } = require('./trace-header');

/**
 * One outgoing HTTP attempt of an invocation, as the hooks of http.js and fetch.js observe it. The
 * span is made when the call is over; its id is drawn at the start, because the request carries it.
 *
 *   emitted -> (started: handed to the socket) -> answered -> ended
 *                                              \-> failed
 */
const TIMEOUTS = new Set(['AbortError', 'TimeoutError', 'ABORT_ERR', 'ETIMEDOUT', 'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_ABORTED']);

class Call {
  constructor(invocation, request) {
    this.invocation = invocation;
    this.request = request;
    this.ordinal = invocation.nextOrdinal();
    this.spanContext = invocation.childContext();
    this.startTime = clock.now();
    this.sent = new Body();
    this.received = new Body();
    this.done = false;
  }

  /** The trace header this request must carry: AWS's own (unsigned by SigV4), or `traceparent`. */
  traceHeader(headers) {
    const operation = aws.recognise({ headers, path: this.request.path });
    if (operation) return ['x-amzn-trace-id', formatAws(this.spanContext, headers['x-amzn-trace-id'])];
    return headers.traceparent ? undefined : ['traceparent', formatW3c(this.spanContext)];
  }

  started() {
    this.startTime = clock.now();
  }

  answered(status, headers) {
    this.status = status;
    this.responseHeaders = headers;
  }

  ended() {
    this.finish({});
  }

  failed(error) {
    const type = [error?.code, error?.name].some((name) => TIMEOUTS.has(name))
      ? 'timeout'
      : String(error?.code ?? error?.name ?? 'aborted');
    this.finish({ 'error.type': type });
  }

  finish(failure) {
    if (this.done) return;
    this.done = true;
    const operation = aws.recognise(this.request);
    const attributes = { ...this.attributes(operation), ...failure };
    const error = Boolean(failure['error.type']) || this.status >= 400;
    this.invocation.endCall(this, {
      name: operation?.method ? `${operation.service}.${operation.method}` : this.request.method,
      kind: operation?.sends ? SpanKind.PRODUCER : SpanKind.CLIENT,
      startTime: this.startTime,
      attributes: error && !failure['error.type'] ? { ...attributes, 'error.type': String(this.status) } : attributes,
      status: error ? { code: SpanStatusCode.ERROR } : undefined,
      endTime: clock.now(),
    });
  }

  attributes(operation) {
    const { request } = this;
    const found = [];
    const attributes = {
      'http.request.method': request.method,
      'url.full': redactUrl(request.url, 'url.full:$', found),
      'server.address': request.host,
      'server.port': request.port,
      'tapedeck.call.ordinal': this.ordinal,
      'tapedeck.request.headers': JSON.stringify(redactHeaders(request.headers, 'tapedeck.request.headers:$', found)),
    };
    this.sent.describe('request', request.headers, attributes, found);
    if (this.status !== undefined) this.describeAnswer(attributes, found);
    if (operation) describeAws(operation, request, attributes);
    if (operation?.sends && operation.service !== 'Lambda') described(attributes, 'messaging.message.id', aws.messageId(attributes['tapedeck.response.body']));
    described(attributes, 'aws.request_id', this.responseHeaders?.['x-amzn-requestid'] ?? this.responseHeaders?.['x-amz-request-id']);
    if (found.length > 0) attributes['tapedeck.redacted'] = found;
    return attributes;
  }

  describeAnswer(attributes, found) {
    const headers = redactHeaders(this.responseHeaders, 'tapedeck.response.headers:$', found);
    attributes['http.response.status_code'] = this.status;
    attributes['tapedeck.response.headers'] = JSON.stringify(headers);
    this.received.describe('response', this.responseHeaders, attributes, found);
  }
}

function describeAws(operation, request, attributes) {
  attributes['rpc.system'] = 'aws-api';
  attributes['rpc.service'] = operation.service;
  described(attributes, 'rpc.method', operation.method);
  described(attributes, 'tapedeck.call.attempt', aws.attempt(request.headers));
}

function described(attributes, key, value) {
  if (value !== undefined) attributes[key] = value;
}

module.exports = { Call };
