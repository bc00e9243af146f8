"""One outgoing HTTP attempt of an invocation, as the hooks observe it. The span is made when the call is over; its id is drawn at the start, because
the request carries it.

    begun -> (started: handed to the socket) -> answered -> ended
                                             \\-> failed
"""
import errno
import socket
import threading
import time

from opentelemetry.trace import SpanKind

from tapedeck_recorder import aws
from tapedeck_recorder.body import Body
from tapedeck_recorder.redact import compact, redact_headers, redact_url
from tapedeck_recorder.trace_header import format_aws, format_w3c


class Request:
    """Where a request goes, as its caller named it; `headers` are by lower-case name."""
    __slots__ = ('method', 'path', 'host', 'port', 'url', 'headers')

    def __init__(self, method, scheme, host, port, path, headers):
        self.method, self.path, self.host, self.port, self.headers = method, path, host, port, headers
        name = f'[{host}]' if ':' in host else host
        authority = name if port == {'http': 80, 'https': 443}.get(scheme) else f'{name}:{port}'
        self.url = path if path.startswith(('http://', 'https://')) else f'{scheme}://{authority}{path}'


class Call:

    def __init__(self, invocation, request):
        self.invocation, self.request = invocation, request
        self.ordinal = invocation.next_ordinal()
        self.span_context = invocation.child_context()
        self.start_nanos = time.time_ns()
        self.sent, self.received = Body(), Body()
        self.status = None
        self.response_headers = {}
        self.done = False
        self._lock = threading.Lock()

    def trace_header(self):
        """The trace header that this request must carry, as (name, value): AWS's own (which SigV4 does not sign), or `traceparent`; None where the code
        set one itself."""
        headers = self.request.headers
        if aws.recognise(headers, self.request.path):
            return 'x-amzn-trace-id', format_aws(self.span_context, headers.get('x-amzn-trace-id'))
        return None if 'traceparent' in headers else ('traceparent', format_w3c(self.span_context))

    def started(self):
        self.start_nanos = time.time_ns()

    def answered(self, status, headers):
        self.status, self.response_headers = status, headers

    def ended(self):
        self._finish(None)

    def failed(self, error):
        self._finish(error_type(error))

    def _finish(self, failure):
        with self._lock:
            if self.done:
                return
            self.done = True
        operation = aws.recognise(self.request.headers, self.request.path)
        attributes = self._attributes(operation)
        if failure or self.status >= 400:
            attributes['error.type'] = failure or str(self.status)
        kind = SpanKind.PRODUCER if operation and operation.sends else SpanKind.CLIENT
        self.invocation.end_call(self, operation and operation.name or self.request.method, kind, attributes)

    def _attributes(self, operation):
        request, found = self.request, []
        attributes = {
            'http.request.method': request.method,
            'url.full': redact_url(request.url, 'url.full:$', found),
            'server.address': request.host,
            'server.port': request.port,
            'tapedeck.call.ordinal': self.ordinal,
            'tapedeck.request.headers': compact(redact_headers(request.headers, 'tapedeck.request.headers:$', found)),
        }
        self.sent.describe('request', request.headers, attributes, found)
        if self.status is not None:
            attributes['http.response.status_code'] = self.status
            attributes['tapedeck.response.headers'] = compact(redact_headers(self.response_headers, 'tapedeck.response.headers:$', found))
            self.received.describe('response', self.response_headers, attributes, found)
        if operation:
            attributes.update(self._of_aws(operation, attributes))
        request_id = self.response_headers.get('x-amzn-requestid') or self.response_headers.get('x-amz-request-id')
        attributes['aws.request_id'] = request_id
        attributes['tapedeck.redacted'] = found or None
        return {name: value for name, value in attributes.items() if value is not None}

    def _of_aws(self, operation, attributes):
        return {
            'rpc.system': 'aws-api',
            'rpc.service': operation.service,
            'rpc.method': operation.method,
            'tapedeck.call.attempt': aws.attempt(self.request.headers),
            'messaging.message.id': aws.message_id(attributes.get('tapedeck.response.body')) if operation.sends and operation.service != 'Lambda' else None,
        }


def error_type(error):
    """`timeout`, the system's code (`ECONNREFUSED`), or the name of the error's class, whichever the error or what caused it tells."""
    causes = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    if any(isinstance(one, TimeoutError) or 'Timeout' in type(one).__name__ or type(one).__name__ == 'CancelledError' for one in causes):
        return 'timeout'
    return next((code for code in map(_code, causes) if code), type(causes[0]).__name__)


def _code(error):
    if isinstance(error, socket.gaierror):
        return 'EAI_AGAIN' if error.errno == socket.EAI_AGAIN else 'ENOTFOUND'
    if isinstance(error, OSError) and type(error).__module__ != 'ssl' and error.errno in errno.errorcode:
        return errno.errorcode[error.errno]
    return 'ECONNRESET' if isinstance(error, ConnectionResetError) else None
