"""The hook of httpcore, which httpx stands on: one call of a pool's `handle_request` is one request on the wire, so a redirect followed is two calls."""
import functools

from tapedeck_recorder import state
from tapedeck_recorder.call import Call, Request
from tapedeck_recorder.harmless import harmless


def install(module):
    """A proxy's pool derives from these two."""
    module.ConnectionPool.handle_request = _sync(module.ConnectionPool.handle_request)
    module.AsyncConnectionPool.handle_async_request = _async(module.AsyncConnectionPool.handle_async_request)


def _sync(original):
    @functools.wraps(original)
    def handle_request(self, request):
        call = _begin(request)
        try:
            response = original(self, request)
        except BaseException as error:
            _failed(call, error)
            raise
        return _answered(call, response)
    return handle_request


def _async(original):
    @functools.wraps(original)
    async def handle_async_request(self, request):
        call = _begin(request)
        try:
            response = await original(self, request)
        except BaseException as error:
            _failed(call, error)
            raise
        return _answered(call, response)
    return handle_async_request


@harmless
def _begin(request):
    invocation = state.observing()
    if not invocation:
        return None
    url = request.url
    scheme, host = url.scheme.decode(), url.host.decode()
    port = url.port or {'https': 443}.get(scheme, 80)
    call = Call(invocation, Request(request.method.decode(), scheme, host, port, url.target.decode(), _headers(request.headers)))
    header = call.trace_header()
    if header:
        name = header[0].encode()
        call.request.headers[header[0]] = header[1]
        request.headers = [pair for pair in request.headers if pair[0].lower() != name] + [(name, header[1].encode())]
    request.stream = Observed(request.stream, call.sent.add)
    return call


def _headers(pairs):
    headers = {}
    for name, value in pairs:
        name, value = name.decode('latin-1').lower(), value.decode('latin-1')
        headers[name] = f'{headers[name]}, {value}' if name in headers else value
    return headers


@harmless
def _failed(call, error):
    if call:
        call.failed(ConnectionResetError('the answer was not read to its end') if error is None or isinstance(error, GeneratorExit) else error)


def _answered(call, response):
    harmless(_observe)(call, response)
    return response


def _observe(call, response):
    if call:
        call.answered(response.status, _headers(response.headers))
        response.stream = Observed(response.stream, call.received.add, call)


class Observed:
    """A stream of either kind, read by whoever wants it; with a `call`, its end is the call's."""

    def __init__(self, stream, note, call=None):
        self._stream, self._note, self._call = stream, harmless(note), call

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        try:
            for part in self._stream:
                self._note(part)
                yield part
        except BaseException as error:
            _failed(self._call, error)
            raise
        self._ended()

    async def __aiter__(self):
        try:
            async for part in self._stream:
                self._note(part)
                yield part
        except BaseException as error:
            _failed(self._call, error)
            raise
        self._ended()

    @harmless
    def _ended(self):
        if self._call:
            self._call.ended()

    def close(self):
        _failed(self._call, None)
        self._stream.close()

    async def aclose(self):
        _failed(self._call, None)
        await self._stream.aclose()
