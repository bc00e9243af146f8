'use strict';

const { parseAws, parseW3c } = require('./trace-header');

/**
 * What an event says of itself: what triggered the function, who sent it, and which attempt it is.
 * Shapes: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
const QUEUED = new Set(['aws:sqs', 'aws:sns', 'aws:kinesis', 'aws:kafka', 'aws:mq']);

const records = (event) => (Array.isArray(event?.Records) ? event.Records : []);
const sourceOf = (record) => record?.eventSource ?? record?.EventSource;
const isHttp = (event) => Boolean(event?.requestContext && (event.requestContext.http || event.httpMethod));

/** `http`, `pubsub`, `timer` or `other` (the values of `faas.trigger`). */
function trigger(event) {
  if (isHttp(event)) return 'http';
  if (QUEUED.has(sourceOf(records(event)[0]))) return 'pubsub';
  if (event?.['detail-type'] === 'Scheduled Event') return 'timer';
  return event?.['detail-type'] ? 'pubsub' : 'other';
}

function header(headers, name) {
  const key = Object.keys(headers ?? {}).find((candidate) => candidate.toLowerCase() === name);
  return key && headers[key];
}

/** The caller's span of an HTTP request, from its `traceparent`. */
function parent(event) {
  return isHttp(event) ? parseW3c(header(event.headers, 'traceparent')) : undefined;
}

const linked = (source, found) =>
  found && found.spanId
    ? [{ context: { ...found, traceFlags: 1, isRemote: true }, attributes: { 'tapedeck.link.source': source } }]
    : [];

function linksOfMessage(record) {
  return [
    ...linked('AWSTraceHeader', parseAws(record.attributes?.AWSTraceHeader)),
    ...linked('messageAttributes.traceparent', parseW3c(record.messageAttributes?.traceparent?.stringValue)),
  ];
}

/**
 * The producers' spans: of each message in the batch, of the event's own detail, and of the header
 * that Lambda was invoked with where that was sampled (otherwise it names a span of nobody's).
 */
function links(event, invokedWith) {
  const detail = event?.detail?.traceparent ?? event?.detail?.metadata?.traceparent;
  const header = parseAws(invokedWith);
  return [
    ...records(event).flatMap(linksOfMessage),
    ...linked('detail.traceparent', parseW3c(detail)),
    ...linked('X-Amzn-Trace-Id', header?.sampled ? header : undefined),
  ];
}

/** The receive count of a queue's messages; undefined where the event does not tell. */
function attempt(event) {
  const counts = records(event).map((record) => Number(record.attributes?.ApproximateReceiveCount));
  const known = counts.filter((count) => count > 0);
  return known.length > 0 ? Math.max(...known) : undefined;
}

module.exports = { trigger, parent, links, attempt };
