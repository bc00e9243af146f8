'use strict';

/**
 * Trace context in the two notations that meet in a function: W3C `traceparent` (HTTP) and AWS's
 * `X-Amzn-Trace-Id`, which SQS keeps as the message attribute `AWSTraceHeader` and EventBridge hands
 * to its targets.
 *
 *   Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=…
 *
 * Root is a trace id of OpenTelemetry with two hyphens, Parent a span id.
 * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
const ROOT = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

const SAMPLED = 1;

/** The fields of an AWS trace header by name, in their order; empty for anything else. */
function fields(header) {
  const pairs = String(header ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.filter(([name, value]) => name && value));
}

/** {traceId, spanId?, sampled} of an AWS trace header, or undefined. */
function parseAws(header) {
  const named = fields(header);
  const root = ROOT.exec(named.get('Root') ?? '');
  if (!root) return undefined;
  const parent = named.get('Parent');
  return {
    traceId: root[1] + root[2],
    spanId: SPAN_ID.test(parent ?? '') ? parent : undefined,
    sampled: named.get('Sampled') === '1',
  };
}

/** An AWS trace header for `spanContext`; what else stood in `present` (Lambda's Lineage) stays. */
function formatAws(spanContext, present) {
  const named = fields(present);
  const { traceId } = spanContext;
  named.set('Root', `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`);
  named.set('Parent', spanContext.spanId);
  named.set('Sampled', '1');
  return [...named].map(([name, value]) => `${name}=${value}`).join(';');
}

/** The span context in a `traceparent`, or undefined. */
function parseW3c(header) {
  const match = TRACEPARENT.exec(String(header ?? ''));
  if (!match || /^0+$/.test(match[1]) || /^0+$/.test(match[2])) return undefined;
  return { traceId: match[1], spanId: match[2], traceFlags: SAMPLED, isRemote: true };
}

const formatW3c = ({ traceId, spanId }) => `00-${traceId}-${spanId}-01`;

module.exports = { parseAws, formatAws, parseW3c, formatW3c };
