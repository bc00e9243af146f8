'use strict';

const { context, createContextKey, trace, SpanKind, SpanStatusCode, ROOT_CONTEXT } = require('@opentelemetry/api');
const { isTracingSuppressed } = require('@opentelemetry/core');
const clock = require('./clock');
const event = require('./event');
const telemetry = require('./telemetry');
const { describeJson } = require('./body');
const { harmless } = require('./harmless');
const { parseAws } = require('./trace-header');

/**
 * One invocation: its span from the event to the result, and the count of the calls it made, which
 * tells a reader whether all of them were recorded.
 */
const KEY = createContextKey('tapedeck.invocation');

/** The invocation that the running code belongs to; none for the exporter's own requests. */
function current() {
  const active = context.active();
  return isTracingSuppressed(active) ? undefined : active.getValue(KEY);
}

class Invocation {
  constructor(input, lambdaContext, coldStart) {
    const invokedWith = process.env._X_AMZN_TRACE_ID;
    const trigger = event.trigger(input);
    const parent = event.parent(input);
    this.calls = 0;
    this.found = [];
    this.span = telemetry.startSpan(
      lambdaContext.functionName,
      {
        kind: trigger === 'http' ? SpanKind.SERVER : SpanKind.CONSUMER,
        startTime: clock.now(),
        links: event.links(input, invokedWith),
        attributes: this.describe(input, lambdaContext, trigger, coldStart),
      },
      parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
      { traceId: parseAws(invokedWith)?.traceId },
    );
    this.context = trace.setSpan(ROOT_CONTEXT, this.span).setValue(KEY, this);
  }

  describe(input, lambdaContext, trigger, coldStart) {
    const attributes = {
      'faas.invocation_id': lambdaContext.awsRequestId,
      'faas.trigger': trigger,
      'faas.coldstart': coldStart !== undefined,
    };
    const optional = {
      'aws.lambda.invoked_arn': lambdaContext.invokedFunctionArn,
      'tapedeck.invocation.attempt': event.attempt(input),
      'tapedeck.init.duration_nanos': coldStart?.initNanos,
      'tapedeck.init.calls': coldStart?.calls || undefined,
    };
    for (const [key, value] of Object.entries(optional)) if (value !== undefined) attributes[key] = value;
    describeJson('tapedeck.event', input, attributes, this.found);
    return attributes;
  }

  nextOrdinal() {
    this.calls += 1;
    return this.calls;
  }

  childContext() {
    return { traceId: this.span.spanContext().traceId, spanId: telemetry.newSpanId(), traceFlags: 1 };
  }

  endCall(call, { name, kind, startTime, attributes, status, endTime }) {
    const span = telemetry.startSpan(name, { kind, startTime, attributes }, this.context, { spanId: call.spanContext.spanId });
    if (status) span.setStatus(status);
    span.end(endTime);
  }

  succeed(result) {
    const attributes = {};
    harmless(() => describeJson('tapedeck.response', result, attributes, this.found));
    this.span.setAttributes(attributes);
    this.end();
  }

  fail(error) {
    this.span.setAttribute('error.type', String(error?.name ?? typeof error));
    this.span.recordException(error instanceof Error ? error : String(error), clock.now());
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: String(error?.message ?? error) });
    this.end();
  }

  end() {
    this.span.setAttribute('tapedeck.calls', this.calls);
    if (this.found.length > 0) this.span.setAttribute('tapedeck.redacted', this.found);
    this.span.end(clock.now());
  }
}

module.exports = { Invocation, current };
