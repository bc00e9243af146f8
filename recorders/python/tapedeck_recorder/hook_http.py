"""The hook of `http.client`: what urllib, urllib3, requests and the AWS SDK stand on. It only looks on: at what is written to the socket and read from
it, past whichever way the client takes, and sets one header.

    putrequest -> putheader … -> endheaders -> send (the head) -> send … (the body) -> getresponse -> the body is read
"""
import collections.abc
import functools
import http.client
import threading

from tapedeck_recorder import state
from tapedeck_recorder.call import Call, Request
from tapedeck_recorder.framing import Chunked, Counted
from tapedeck_recorder.harmless import harmless

TRACE_HEADER = 'x-amzn-trace-id'

_answering = threading.local()


class Exchange:
    """A call on its connection."""

    def __init__(self, call):
        self.call = call
        self.head_sent = self.connecting = False
        self.framing = None
        self.held = None  # a trace header of the code's own, which may have to give way


def install():
    connection = http.client.HTTPConnection
    for name, hook in (('putrequest', putrequest), ('putheader', putheader), ('endheaders', endheaders), ('send', send), ('getresponse', getresponse)):
        setattr(connection, name, _hooked(getattr(connection, name), hook))
    http.client.HTTPResponse.begin = _hooked(http.client.HTTPResponse.begin, begin)


def _hooked(original, hook):
    @functools.wraps(original)
    def hooked(self, *args, **kwargs):
        return hook(original, self, *args, **kwargs)
    return hooked


def of(connection):
    """The exchange under way on a connection, or None."""
    return connection.__dict__.get('_tapedeck')


def failing(work, exchange):
    try:
        return work()
    except BaseException as error:
        harmless(exchange.call.failed)(error)
        raise


# ---- the request ----

def putrequest(original, self, method, url, *args, **kwargs):
    self.__dict__['_tapedeck_begun'] = self.__dict__.get('_tapedeck_begun', 0) + 1
    self.__dict__['_tapedeck'] = harmless(_begin)(self, method, url)
    return original(self, method, url, *args, **kwargs)


def _begin(connection, method, url):
    invocation = state.observing()
    return invocation and Exchange(Call(invocation, described(connection, method, url or '/', {})))


def described(connection, method, path, headers):
    scheme = 'https' if connection.default_port == 443 else 'http'
    host = connection._tunnel_host or connection.host
    port = (connection._tunnel_port if connection._tunnel_host else connection.port) or connection.default_port
    return Request(method, scheme, host, port, path, headers)


def putheader(original, self, header, *values):
    exchange = of(self)
    if exchange and harmless(_take_header)(exchange, header, values):
        return None
    return original(self, header, *values)


def _take_header(exchange, header, values):
    """Notes a header; true where it is held back."""
    headers, name = exchange.call.request.headers, _text(header).lower()
    value = '\r\n\t'.join(map(_text, values))
    headers[name] = f'{headers[name]}, {value}' if name in headers else value
    if name != TRACE_HEADER:
        return False
    exchange.held = value
    return True


def _text(value):
    return value.decode('latin-1') if isinstance(value, bytes) else str(value)


def endheaders(original, self, *args, **kwargs):
    exchange = of(self)
    if not exchange:
        return original(self, *args, **kwargs)
    name, value = harmless(exchange.call.trace_header)() or (None, None)
    if exchange.held is not None and name != TRACE_HEADER:
        http.client.HTTPConnection.putheader.__wrapped__(self, TRACE_HEADER, exchange.held)
    if name:
        exchange.call.request.headers[name] = value
        http.client.HTTPConnection.putheader.__wrapped__(self, name, value)
    coded = exchange.call.request.headers.get('transfer-encoding', '').lower() == 'chunked'
    exchange.framing = Chunked() if coded else Counted(None)
    return failing(lambda: original(self, *args, **kwargs), exchange)


def send(original, self, data):
    exchange = of(self)
    if not exchange or exchange.connecting:
        return original(self, data)
    if exchange.head_sent:
        return failing(lambda: original(self, _observed(self, data, exchange)), exchange)
    if self.sock is None and self.auto_open:
        exchange.connecting = True  # what is sent meanwhile is for a proxy
        failing(self.connect, exchange)
        exchange.connecting = False
    exchange.head_sent = True
    exchange.call.started()
    return failing(lambda: original(self, data), exchange)


def _observed(connection, data, exchange):
    """The same data; what has yet to be read is observed as it is."""
    note = harmless(lambda part: exchange.call.sent.add(exchange.framing.content(part)))
    if hasattr(data, 'read'):
        return _noted(connection._read_readable(data), note)
    if isinstance(data, (bytes, bytearray, memoryview)):
        note(bytes(data))
        return data
    return _noted(data, note) if isinstance(data, collections.abc.Iterable) else data


def _noted(parts, note):
    for part in parts:
        note(bytes(part))
        yield part


# ---- the answer ----

def getresponse(original, self):
    exchange = of(self)
    if not exchange:
        return original(self)
    self.__dict__['_tapedeck'] = None
    _answering.exchange = exchange
    try:
        return failing(lambda: original(self), exchange)
    finally:
        _answering.exchange = None


def begin(original, self):
    exchange = getattr(_answering, 'exchange', None)
    begun = self.headers is not None
    original(self)
    if exchange and not begun:
        harmless(_answered)(self, exchange.call)


def _answered(response, call):
    headers = {}
    for name, value in response.headers.items():
        name = name.lower()
        headers[name] = f'{headers[name]}, {value}' if name in headers else value
    call.answered(response.status, headers)
    framing = Chunked() if response.chunked and response.length is None else Counted(response.length)
    if framing.ended:
        call.ended()
    else:
        response.fp = Teed(response.fp, call, framing)


class Teed:
    """What a response reads its body from, observed. `peek` takes nothing, so it is not."""

    def __init__(self, file, call, framing):
        self._file, self._call, self._framing = file, call, framing

    def __getattr__(self, name):
        return getattr(self._file, name)

    def read(self, *amount):
        return self._read(self._file.read, amount)

    def read1(self, *amount):
        return self._read(self._file.read1, amount)

    def readline(self, *limit):
        return self._read(self._file.readline, limit)

    def readinto(self, buffer):
        count = self._failing(lambda: self._file.readinto(buffer))
        self._note(bytes(memoryview(buffer)[:count]), len(buffer) > 0)
        return count

    def close(self):
        self._over()
        self._file.close()

    def _read(self, method, arguments):
        data = self._failing(lambda: method(*arguments))
        self._note(data, arguments != (0,), arguments in ((), (-1,), (None,)) and method != self._file.readline)
        return data

    def _failing(self, work):
        try:
            return work()
        except BaseException as error:
            harmless(self._call.failed)(error)
            raise

    @harmless
    def _note(self, data, asked, to_the_end=False):
        """`asked`: whether there being no data means that there is none any more."""
        if not self._call.done:
            self._call.received.add(self._framing.content(data))
            if self._framing.ended:
                self._call.ended()
            elif to_the_end or asked and not data:
                self._over()

    @harmless
    def _over(self):
        if self._framing.closed():
            self._call.ended()
        else:
            self._call.failed(ConnectionResetError('the answer was not read to its end'))
