"""One invocation: its span from the event to the result, and the count of the calls it made, which tells a reader whether all of them were recorded."""
import itertools
import os
import time
import traceback

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode

from tapedeck_recorder import event, telemetry
from tapedeck_recorder.body import describe_json
from tapedeck_recorder.harmless import harmless
from tapedeck_recorder.trace_header import SAMPLED, parse_aws


class Invocation:

    def __init__(self, given, lambda_context, cold_start):
        invoked_with = os.environ.get('_X_AMZN_TRACE_ID')
        trigger, parent, header = event.trigger(given), event.parent(given), parse_aws(invoked_with)
        self._ordinals = itertools.count(1)
        self.calls = 0
        self.found = []
        self.span = telemetry.start_span(
            lambda_context.function_name,
            trace.set_span_in_context(NonRecordingSpan(parent), Context()) if parent else Context(),
            trace_id=header.trace_id if header and not parent else None,
            kind=SpanKind.SERVER if trigger == 'http' else SpanKind.CONSUMER,
            start_time=time.time_ns(),
            links=event.links(given, invoked_with),
            attributes=self._describe(given, lambda_context, trigger, cold_start))
        self.context = trace.set_span_in_context(self.span, Context())

    def _describe(self, given, lambda_context, trigger, cold_start):
        init_nanos, init_calls = cold_start or (None, 0)
        attributes = {
            'faas.invocation_id': lambda_context.aws_request_id,
            'faas.trigger': trigger,
            'faas.coldstart': cold_start is not None,
            'aws.lambda.invoked_arn': getattr(lambda_context, 'invoked_function_arn', None),
            'tapedeck.invocation.attempt': event.attempt(given),
            'tapedeck.init.duration_nanos': init_nanos,
            'tapedeck.init.calls': init_calls or None,
        }
        harmless(describe_json)('tapedeck.event', given, attributes, self.found)
        return {name: value for name, value in attributes.items() if value is not None}

    def next_ordinal(self):
        self.calls = next(self._ordinals)
        return self.calls

    def child_context(self):
        return SpanContext(self.span.get_span_context().trace_id, telemetry.new_span_id(), is_remote=False, trace_flags=SAMPLED)

    def end_call(self, call, name, kind, attributes):
        span = telemetry.start_span(name, self.context, span_id=call.span_context.span_id, kind=kind, start_time=call.start_nanos, attributes=attributes)
        if 'error.type' in attributes:
            span.set_status(Status(StatusCode.ERROR))
        span.end(time.time_ns())

    def succeed(self, result):
        attributes = {}
        harmless(describe_json)('tapedeck.response', result, attributes, self.found)
        self.span.set_attributes(attributes)
        self._end()

    def fail(self, error):
        """The frame of ours, the outermost, is no part of what the function did."""
        frames = error.__traceback__ and error.__traceback__.tb_next
        stack = ''.join(traceback.format_exception(type(error), error, frames))
        self.span.set_attribute('error.type', type(error).__name__)
        self.span.record_exception(error, {'exception.type': type(error).__name__, 'exception.stacktrace': stack}, time.time_ns())
        self.span.set_status(Status(StatusCode.ERROR, str(error)))
        self._end()

    def _end(self):
        self.span.set_attribute('tapedeck.calls', self.calls)
        if self.found:
            self.span.set_attribute('tapedeck.redacted', self.found)
        self.span.end(time.time_ns())
