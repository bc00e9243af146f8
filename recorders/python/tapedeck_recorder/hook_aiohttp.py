"""The hook of aiohttp's client: one `send` is one request on the wire. What is sent is seen through aiohttp's own tracing of the request, what comes
through the stream that the answer is read from, where aiohttp has undone the coding already.
"""
import functools

from tapedeck_recorder import state
from tapedeck_recorder.call import Call, Request
from tapedeck_recorder.harmless import harmless

CODINGS = frozenset({'gzip', 'deflate', 'br'})

_reading = {}  # the call whose answer a stream holds, by the stream's id


def install(module):
    from aiohttp.streams import StreamReader
    module.ClientRequest.send = _send(module.ClientRequest.send)
    module.BaseConnector.connect = _connect(module.BaseConnector.connect)
    module.ClientResponse.start = _start(module.ClientResponse.start)
    StreamReader.feed_data = _feed_data(StreamReader.feed_data)
    StreamReader.set_exception = _set_exception(StreamReader.set_exception)


class Sent:
    """A trace of one request, as aiohttp calls it."""

    def __init__(self, call):
        self.call = call

    async def send_request_chunk_sent(self, method, url, chunk):
        harmless(self.call.sent.add)(bytes(chunk))

    async def send_request_headers(self, method, url, headers):
        harmless(self.call.request.headers.update)(_headers(headers))

    async def send_response_chunk_received(self, method, url, chunk):
        pass


def _headers(given):
    headers = {}
    for name, value in given.items():
        name = name.lower()
        headers[name] = f'{headers[name]}, {value}' if name in headers else value
    return headers


def _connect(original):
    @functools.wraps(original)
    async def connect(self, request, *args, **kwargs):
        try:
            return await original(self, request, *args, **kwargs)
        except BaseException as error:
            _failed(_begin(request), error)
            raise
    return connect


def _send(original):
    @functools.wraps(original)
    async def send(self, connection):
        call = _begin(self)
        try:
            response = await original(self, connection)
        except BaseException as error:
            _failed(call, error)
            raise
        response._tapedeck = call
        return response
    return send


@harmless
def _begin(request):
    invocation = state.observing()
    if not invocation:
        return None
    url = request.url
    call = Call(invocation, Request(request.method, url.scheme, url.host, url.port, url.raw_path_qs, _headers(request.headers)))
    header = call.trace_header()
    if header:
        request.headers[header[0]] = header[1]
    call.received.decodes = getattr(request._session, '_auto_decompress', True)
    request._traces = [*request._traces, Sent(call)]
    return call


@harmless
def _failed(call, error):
    if call:
        call.failed(error)


def _start(original):
    @functools.wraps(original)
    async def start(self, connection):
        call = getattr(self, '_tapedeck', None)
        try:
            response = await original(self, connection)
        except BaseException as error:
            _failed(call, error)
            raise
        if call:
            harmless(_answered)(self, call)
        return response
    return start


def _answered(response, call):
    headers = _headers(response.headers)
    call.answered(response.status, headers)
    if headers.get('content-encoding') in CODINGS and call.received.decodes:
        call.received.decoded = headers['content-encoding']
    content = response.content
    for part in getattr(content, '_buffer', ()):  # what came together with the head
        call.received.add(part)
    _reading[id(content)] = call
    content.on_eof(harmless(lambda: _ended(content)))


def _ended(content):
    call = _reading.pop(id(content), None)
    if call:
        call.ended()


def _feed_data(original):
    @functools.wraps(original)
    def feed_data(self, data, *args):
        call = _reading.get(id(self))
        if call:
            harmless(call.received.add)(bytes(data))
        return original(self, data, *args)
    return feed_data


def _set_exception(original):
    @functools.wraps(original)
    def set_exception(self, error, *args):
        _failed(_reading.pop(id(self), None), error)
        return original(self, error, *args)
    return set_exception
