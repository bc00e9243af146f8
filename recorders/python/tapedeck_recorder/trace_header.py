"""Trace context in the two notations that meet in a function: W3C `traceparent` (HTTP) and AWS's `X-Amzn-Trace-Id`, which SQS keeps as the message
attribute `AWSTraceHeader` and EventBridge hands to its targets.

    Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=…

Root is a trace id of OpenTelemetry with two hyphens, Parent a span id.
Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
"""
import re

from opentelemetry.trace import SpanContext, TraceFlags

ROOT = re.compile('1-([0-9a-f]{8})-([0-9a-f]{24})')
SPAN_ID = re.compile('[0-9a-f]{16}')
TRACEPARENT = re.compile('[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}')
SAMPLED = TraceFlags(TraceFlags.SAMPLED)


def _fields(header):
    """The fields of an AWS trace header by name, in their order; empty for anything else."""
    pairs = (pair.strip().partition('=') for pair in str(header or '').split(';'))
    return {name: value for name, _, value in pairs if name and value}


class AwsTrace:
    """`trace_id` and `span_id` are numbers; there may be no span."""
    __slots__ = ('trace_id', 'span_id', 'sampled')

    def __init__(self, trace_id, span_id, sampled):
        self.trace_id, self.span_id, self.sampled = trace_id, span_id, sampled

    def context(self):
        """The span's context, or None where there is no span."""
        return remote(self.trace_id, self.span_id) if self.span_id else None


def remote(trace_id, span_id):
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=SAMPLED)
    return context if context.is_valid else None


def parse_aws(header):
    """The trace of an AWS trace header, or None."""
    named = _fields(header)
    root = ROOT.fullmatch(named.get('Root', ''))
    if not root:
        return None
    parent = named.get('Parent', '')
    return AwsTrace(int(root[1] + root[2], 16), int(parent, 16) if SPAN_ID.fullmatch(parent) else 0, named.get('Sampled') == '1')


def format_aws(span_context, present):
    """An AWS trace header for a span; what else stood in `present` (Lambda's Lineage) stays."""
    trace_id = f'{span_context.trace_id:032x}'
    named = _fields(present)
    named.update(Root=f'1-{trace_id[:8]}-{trace_id[8:]}', Parent=f'{span_context.span_id:016x}', Sampled='1')
    return ';'.join(f'{name}={value}' for name, value in named.items())


def parse_w3c(header):
    """The span's context in a `traceparent`, or None."""
    match = TRACEPARENT.match(str(header or ''))
    return remote(int(match[1], 16), int(match[2], 16)) if match else None


def format_w3c(span_context):
    return f'00-{span_context.trace_id:032x}-{span_context.span_id:016x}-01'
