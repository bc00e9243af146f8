"""What the function writes to its standard output and error, line by line, as log records of the invocation that wrote it. Lambda's own handler of the
root logger may pass the streams by, so both are observed, and a line that went through the handler is not taken again from the stream.
"""
import logging
import re
import sys
import threading
import time

from opentelemetry import context
from opentelemetry._logs import LogRecord, SeverityNumber

from tapedeck_recorder import state, telemetry
from tapedeck_recorder.harmless import harmless
from tapedeck_recorder.redact import redact_text

LEVEL = re.compile(r'"level"\s*:\s*"(\w+)"')
SEVERITY = {'TRACE': SeverityNumber.TRACE, 'DEBUG': SeverityNumber.DEBUG, 'INFO': SeverityNumber.INFO, 'WARN': SeverityNumber.WARN,
            'WARNING': SeverityNumber.WARN, 'ERROR': SeverityNumber.ERROR, 'CRITICAL': SeverityNumber.FATAL, 'FATAL': SeverityNumber.FATAL}

_inside = threading.local()


def install():
    sys.stdout, sys.stderr = Observed(sys.stdout), Observed(sys.stderr)
    for handler in logging.getLogger().handlers:
        _watch(handler)


def _watch(handler):
    emit = handler.emit

    def observed(record):
        _log(handler, record)
        _inside.handler = True
        try:
            emit(record)
        finally:
            _inside.handler = False
    handler.emit = observed


@harmless
def _log(handler, record):
    _take(handler.format(record).rstrip('\n'), record.levelname)


class Observed:
    """A stream that is looked at as it is written to."""

    def __init__(self, stream):
        self._stream = stream
        self._rest = ''

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def write(self, text):
        if not getattr(_inside, 'handler', False):
            self._observe(text)
        return self._stream.write(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    @harmless
    def _observe(self, text):
        *lines, self._rest = (self._rest + text).split('\n')
        for line in lines:
            _take(line)


def _take(line, level=None):
    if line == '' or context.get_value(state.SUPPRESSED):
        return
    found, told, now = [], LEVEL.search(line), time.time_ns()
    body = redact_text(line, 'application/json', 'body:$', found)
    severity = (told[1] if told else level or '').upper()
    invocation = state.invocation
    telemetry.emit_log(LogRecord(
        timestamp=now, observed_timestamp=now, context=invocation.context if invocation else context.get_current(), body=body,
        severity_text=severity or None, severity_number=SEVERITY.get(severity), attributes={'tapedeck.redacted': found} if found else None))
