"""What is behind a socket's descriptor: a connection that ends at the kernel, or one half of a pair inside this process. Descriptors are numbers of our
own, far above the system's, so that nothing real can be meant by them.

    connect  ->  (TLS?)  ->  first use: OPEN  ->  DATA*  FIN  CLOSE to the kernel, DATA and ERROR from it
"""
import errno

from tapedeck_guest import channel, names, turn

FIRST_DESCRIPTOR = 1 << 16

# What announces, in a stream of bytes, that it was encrypted from here on: see tls.py.
TLS_BEGINS = b'\0tapedeck: what follows was inside TLS\0'

_by_descriptor = {}
_next_descriptor = FIRST_DESCRIPTOR
_next_connection = 0


def add(endpoint):
    global _next_descriptor
    descriptor = _next_descriptor
    _next_descriptor += 1
    _by_descriptor[descriptor] = endpoint
    return descriptor


def of(descriptor):
    return _by_descriptor.get(descriptor)


def drop(descriptor):
    endpoint = _by_descriptor.pop(descriptor, None)
    if endpoint is None:
        raise OSError(errno.EBADF, 'Bad file descriptor')
    endpoint.users -= 1
    if endpoint.users == 0:
        endpoint.close()


def duplicate(descriptor):
    endpoint = _by_descriptor[descriptor]
    endpoint.users += 1
    return add(endpoint)


class Endpoint:
    """Bytes that came and were not read yet, and who waits for more."""

    def __init__(self, family, kind, protocol):
        self.family, self.kind, self.protocol = family, kind, protocol
        self.inbox = bytearray()
        self.ended = False
        self.error = None
        self.users = 1
        # called once, at the next change
        self.watchers = []

    def changed(self):
        watchers, self.watchers = self.watchers, []
        for watcher in watchers:
            watcher()

    def readable(self):
        return bool(self.inbox) or self.ended or self.error is not None

    def writable(self):
        return True

    def hung_up(self):
        return self.error is not None

    def wants_bytes(self):
        """Somebody waits for the other side, and has perhaps said nothing himself."""

    def close(self):
        """Nobody holds a descriptor of it any more."""

    def take(self, size):
        """Bytes that are there; none at the end. An error is raised once."""
        if self.inbox:
            taken = bytes(self.inbox[:size])
            del self.inbox[:size]
            return taken
        if self.error is not None:
            error, self.error = self.error, None
            self.ended = True
            raise error
        return b''


class Idle(Endpoint):
    """A socket that was not connected yet."""

    def writable(self):
        return False


class Connection(Endpoint):
    """A connection whose other side is the kernel. It is only told of it at the first use, when it is known whether it is encrypted."""

    def __init__(self, family, kind, protocol, address):
        super().__init__(family, kind, protocol)
        self.address = address
        self.host = names.name_of(address[0])
        self.secure = False
        self.number = 0
        self.finished = False

    def announce(self):
        global _next_connection
        _next_connection += 1
        self.number = _next_connection
        turn.connections[self.number] = self
        channel.open_connection(self.number, self.secure, self.address[1], self.host)

    def send(self, payload):
        if self.finished:
            raise BrokenPipeError(errno.EPIPE, 'Broken pipe')
        if not self.number:
            if payload.startswith(TLS_BEGINS):
                self.secure = True
                payload = payload[len(TLS_BEGINS):]
            if not payload:
                return
            self.announce()
        channel.data(self.number, payload)

    def wants_bytes(self):
        if not self.number:
            self.announce()

    def finish(self):
        if not self.finished:
            self.finished = True
            self.wants_bytes()
            channel.fin(self.number)

    def received(self, payload, end):
        self.inbox += payload
        self.ended = self.ended or end
        self.changed()

    def failed(self, code):
        self.error = failure(code, self)
        self.changed()

    def close(self):
        if turn.connections.pop(self.number, None) is not None:
            channel.close(self.number)

    def local_address(self):
        return ('169.254.10.1', 32768 + self.number % 28000)


class Half(Endpoint):
    """One end of a socketpair."""
    other = None

    def send(self, payload):
        if self.other is None or self.finished:
            raise BrokenPipeError(errno.EPIPE, 'Broken pipe')
        self.other.inbox += payload
        self.other.changed()

    finished = False

    def finish(self):
        self.finished = True
        if self.other is not None:
            self.other.ended = True
            self.other.changed()

    def close(self):
        self.finish()
        if self.other is not None:
            self.other.other = None
        self.other = None


def pair(family, kind, protocol):
    one, other = Half(family, kind, protocol), Half(family, kind, protocol)
    one.other, other.other = other, one
    return add(one), add(other)


ERRORS = {
    'ECONNREFUSED': ConnectionRefusedError, 'ECONNRESET': ConnectionResetError, 'ECONNABORTED': ConnectionAbortedError, 'EPIPE': BrokenPipeError,
    'ETIMEDOUT': TimeoutError,
}
TEXTS = {
    'ECONNREFUSED': 'Connection refused', 'ECONNRESET': 'Connection reset by peer', 'ECONNABORTED': 'Software caused connection abort',
    'EPIPE': 'Broken pipe', 'ETIMEDOUT': 'Connection timed out', 'EHOSTUNREACH': 'No route to host', 'ENETUNREACH': 'Network is unreachable',
}


def failure(code, connection):
    import _socket
    if code == 'ENOTFOUND':
        return _socket.gaierror(_socket.EAI_NONAME, 'Name or service not known')
    if code == 'EAI_AGAIN':
        return _socket.gaierror(_socket.EAI_AGAIN, 'Temporary failure in name resolution')
    number = getattr(errno, code, errno.EIO)
    return ERRORS.get(code, OSError)(number, TEXTS.get(code, code))
