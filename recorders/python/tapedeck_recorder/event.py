"""What an event says of itself: what triggered the function, who sent it, and which attempt it is.

Shapes: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""
from opentelemetry.trace import Link

from tapedeck_recorder.trace_header import parse_aws, parse_w3c

QUEUED = frozenset({'aws:sqs', 'aws:sns', 'aws:kinesis', 'aws:kafka', 'aws:mq'})


def _inside(value, *names):
    """The value under a path of names, or None."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _records(event):
    records = _inside(event, 'Records')
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def _is_http(event):
    return bool(_inside(event, 'requestContext', 'http') or _inside(event, 'requestContext') and _inside(event, 'httpMethod'))


def trigger(event):
    """`http`, `pubsub`, `timer` or `other` (the values of `faas.trigger`)."""
    if _is_http(event):
        return 'http'
    first = next(iter(_records(event)), {})
    if (first.get('eventSource') or first.get('EventSource')) in QUEUED:
        return 'pubsub'
    kind = _inside(event, 'detail-type')
    if kind == 'Scheduled Event':
        return 'timer'
    return 'pubsub' if kind else 'other'


def parent(event):
    """The caller's span of an HTTP request, from its `traceparent`."""
    headers = _inside(event, 'headers')
    if not _is_http(event) or not isinstance(headers, dict):
        return None
    return parse_w3c(next((value for name, value in headers.items() if name.lower() == 'traceparent'), None))


def _of_span(trace):
    return trace and trace.context()


def links(event, invoked_with):
    """The producers' spans: of each message in the batch, of the event's own detail, and of the header that Lambda was invoked with where that was
    sampled (otherwise it names a span of nobody's)."""
    found = []
    for record in _records(event):
        found.append(('AWSTraceHeader', _of_span(parse_aws(_inside(record, 'attributes', 'AWSTraceHeader')))))
        found.append(('messageAttributes.traceparent', parse_w3c(_inside(record, 'messageAttributes', 'traceparent', 'stringValue'))))
    detail = _inside(event, 'detail', 'traceparent') or _inside(event, 'detail', 'metadata', 'traceparent')
    found.append(('detail.traceparent', parse_w3c(detail)))
    header = parse_aws(invoked_with)
    found.append(('X-Amzn-Trace-Id', _of_span(header) if header and header.sampled else None))
    return [Link(context, {'tapedeck.link.source': source}) for source, context in found if context]


def attempt(event):
    """The receive count of a queue's messages; None where the event does not tell."""
    counts = [str(_inside(record, 'attributes', 'ApproximateReceiveCount')) for record in _records(event)]
    return max((int(count) for count in counts if count.isdigit() and int(count) > 0), default=None)
