"""OpenTelemetry's SDK, set up for a function: everything is sampled (a trace with holes cannot be replayed; sample whole traces in the collector),
attributes are not cut (body.py does that, and says so), and all is sent as OTLP/JSON to OTEL_EXPORTER_OTLP_ENDPOINT before the instance may freeze. It
is registered globally, so that spans the function makes itself join the trace.
"""
import logging
import os
import platform
import socket
import threading
import time

from opentelemetry import _logs, trace
from opentelemetry.exporter.otlp.json.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.json.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import RandomIdGenerator, SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from tapedeck_recorder import __version__ as VERSION
from tapedeck_recorder import config
from tapedeck_recorder.harmless import complain

SCOPE = 'tapedeck_recorder'
BATCHES = {'max_queue_size': 4096, 'max_export_batch_size': 512}


class SettledIds(RandomIdGenerator):
    """Ids are random unless the next ones of this thread were settled beforehand."""

    def __init__(self):
        self.settled = threading.local()

    def generate_trace_id(self):
        return getattr(self.settled, 'trace_id', None) or super().generate_trace_id()

    def generate_span_id(self):
        return getattr(self.settled, 'span_id', None) or super().generate_span_id()


class Troubles(logging.Handler):
    """What the SDK logs of its own troubles is ours to say, and no line of the function's log."""
    last = None

    def emit(self, record):
        self.last = record.getMessage()


_ids = SettledIds()
_troubles = Troubles()
_tracers = _loggers = None


def _resource(account_id):
    memory = os.environ.get('AWS_LAMBDA_FUNCTION_MEMORY_SIZE')
    attributes = {
        'service.name': os.environ.get('OTEL_SERVICE_NAME') or os.environ.get('AWS_LAMBDA_FUNCTION_NAME') or 'unknown_service:python',
        'faas.name': os.environ.get('AWS_LAMBDA_FUNCTION_NAME'),
        'faas.version': os.environ.get('AWS_LAMBDA_FUNCTION_VERSION'),
        'faas.instance': os.environ.get('AWS_LAMBDA_LOG_STREAM_NAME'),
        'faas.max_memory': int(memory) * 1048576 if memory else None,
        'cloud.provider': 'aws',
        'cloud.region': os.environ.get('AWS_REGION'),
        'cloud.account.id': account_id,
        'host.name': socket.gethostname(),
        'process.runtime.name': 'python',
        'process.runtime.version': platform.python_version(),
        'tapedeck.recorder.version': VERSION,
        'tapedeck.artifact.digest': os.environ.get('TAPEDECK_ARTIFACT_DIGEST'),
    }
    given = {name: value for name, value in OTELResourceDetector().detect().attributes.items()}
    return Resource({name: value for name, value in (attributes | given).items() if value not in (None, '')})


def start(account_id):
    """Called with the first invocation, because nothing before it knows the account."""
    global _tracers, _loggers
    if _tracers:
        return
    sdk = logging.getLogger('opentelemetry')
    sdk.propagate = False
    sdk.addHandler(_troubles)
    resource, limit = _resource(account_id), config.FLUSH_MILLIS / 1000
    unlimited = SpanLimits(max_span_attributes=256, max_links=10000, max_attribute_length=SpanLimits.UNSET,
                           max_span_attribute_length=SpanLimits.UNSET)
    tracers = TracerProvider(sampler=ALWAYS_ON, resource=resource, id_generator=_ids, span_limits=unlimited, shutdown_on_exit=False)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=limit), **BATCHES))
    loggers = LoggerProvider(resource=resource, shutdown_on_exit=False)
    loggers.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(timeout=limit), **BATCHES))
    trace.set_tracer_provider(tracers)
    _logs.set_logger_provider(loggers)
    _tracers, _loggers = tracers, loggers


def new_span_id():
    return RandomIdGenerator().generate_span_id()


def start_span(name, context, trace_id=None, span_id=None, **options):
    """A span with the ids given; without a parent in `context` it begins the trace `trace_id`."""
    _ids.settled.trace_id, _ids.settled.span_id = trace_id, span_id
    try:
        return _tracers.get_tracer(SCOPE, VERSION).start_span(name, context, **options)
    finally:
        _ids.settled.trace_id = _ids.settled.span_id = None


def emit_log(record):
    if _loggers:
        _loggers.get_logger(SCOPE, VERSION).emit(record)


def flush():
    """Sends everything, on the function's thread: another one would have to wait for its turn. What takes longer than TAPEDECK_FLUSH_MILLIS is given up;
    what has not been tried by then goes out with a later invocation."""
    until = time.monotonic() + config.FLUSH_MILLIS / 1000
    for provider in (_tracers, _loggers):
        provider.force_flush()
        if time.monotonic() >= until:
            raise TimeoutError(f'telemetry was not sent within {config.FLUSH_MILLIS} ms')
    if _troubles.last:
        complain(_troubles.last)
