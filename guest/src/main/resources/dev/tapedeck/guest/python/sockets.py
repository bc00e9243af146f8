"""The socket type that `socket.socket` is made of, ending at the kernel: every client library comes through it unknowing. Servers, datagrams (but those of
tracing, datagrams.py) and socket files are refused by name.
"""
import _socket
import errno
import os

from tapedeck_guest import datagrams, endpoints, imports, threads, timers, turn
from tapedeck_guest.real import builtin
from tapedeck_guest.report import refuse

PEEK = _socket.MSG_PEEK
DONT_WAIT = getattr(_socket, 'MSG_DONTWAIT', 0)
NO_KIND_FLAGS = ~(getattr(_socket, 'SOCK_NONBLOCK', 0) | getattr(_socket, 'SOCK_CLOEXEC', 0))

_default_timeout = None


def check_timeout(value):
    if value is None:
        return None
    value = float(value)
    if value < 0:
        raise ValueError('Timeout value out of range')
    return value


class socket:
    """As `_socket.socket` has it, without a server's half."""
    __slots__ = ('_timeout', '_options', '_fd', '_endpoint')

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._timeout = _default_timeout
        self._options = {}
        if fileno is not None:
            endpoint = endpoints.of(fileno)
            if endpoint is None:
                refuse('a socket made of a descriptor of the system')
            self._fd = fileno
            self._endpoint = endpoint
            return
        family = _socket.AF_INET if family == -1 else int(family)
        kind = _socket.SOCK_STREAM if type == -1 else int(type) & NO_KIND_FLAGS
        if family not in (_socket.AF_INET, _socket.AF_INET6):
            refuse('a socket file' if family == _socket.AF_UNIX else f'a socket of the family {family}')
        if kind not in (_socket.SOCK_STREAM, _socket.SOCK_DGRAM):
            refuse(f'a socket of the kind {kind}')
        self._endpoint = (endpoints.Idle if kind == _socket.SOCK_STREAM else datagrams.Outlet)(family, kind, max(proto, 0))
        self._fd = endpoints.add(self._endpoint)

    def _open(self):
        if self._fd == -1:
            raise OSError(errno.EBADF, 'Bad file descriptor')
        return self._endpoint

    def _live(self):
        endpoint = self._open()
        if isinstance(endpoint, endpoints.Idle):
            raise OSError(errno.ENOTCONN, 'Transport endpoint is not connected')
        return endpoint

    @property
    def family(self):
        return self._endpoint.family

    @property
    def type(self):
        return self._endpoint.kind

    @property
    def proto(self):
        return self._endpoint.protocol

    @property
    def timeout(self):
        return self._timeout

    def fileno(self):
        return self._fd

    def detach(self):
        fd, self._fd = self._fd, -1
        return fd

    def close(self):
        fd, self._fd = self._fd, -1
        if fd != -1:
            endpoints.drop(fd)

    def settimeout(self, value):
        self._timeout = check_timeout(value)

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag):
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0.0

    # ---- connecting ----

    def connect(self, address):
        endpoint = self._open()
        if isinstance(endpoint, endpoints.Connection):
            raise OSError(errno.EISCONN, 'Transport endpoint is already connected')
        host, port = address[0], address[1]
        found = _socket.getaddrinfo(host, port, endpoint.family, endpoint.kind)[0][4]
        if isinstance(endpoint, datagrams.Outlet):
            endpoint.address = found
            return
        connection = endpoints.Connection(endpoint.family, endpoint.kind, endpoint.protocol, found)
        endpoints._by_descriptor[self._fd] = self._endpoint = connection
        endpoint.changed()

    def connect_ex(self, address):
        try:
            self.connect(address)
            return 0
        except OSError as error:
            return error.errno

    def bind(self, address):
        if self.family == _socket.AF_INET6:
            raise OSError(errno.EADDRNOTAVAIL, 'Cannot assign requested address')
        if address[1] != 0:
            refuse('socket.bind')

    def listen(self, backlog=0):
        refuse('socket.listen')

    def _accept(self):
        refuse('socket.accept')

    def getpeername(self):
        return self._live().address if isinstance(self._endpoint, (endpoints.Connection, datagrams.Outlet)) else ''

    def getsockname(self):
        return self._open().local_address() if isinstance(self._endpoint, (endpoints.Connection, datagrams.Outlet)) else ('0.0.0.0', 0)

    # ---- bytes in ----

    def _await_bytes(self, flags):
        endpoint = self._live()
        if endpoint.readable():
            return endpoint
        endpoint.wants_bytes()
        if self._timeout == 0.0 or flags & DONT_WAIT:
            raise BlockingIOError(errno.EAGAIN, 'Resource temporarily unavailable')
        me = turn.current
        timer = None
        expired = False
        woken = False

        def wake():
            nonlocal woken
            if not woken:
                woken = True
                turn.ready.append(me)

        def expire():
            nonlocal expired
            expired = not woken
            wake()

        endpoint.watchers.append(wake)
        if self._timeout is not None:
            timer = timers.after(threads.nanos_of(self._timeout), expire)
        turn.wait()
        if timer is not None:
            timer.cancel()
        if expired:
            raise TimeoutError('timed out')
        return endpoint if endpoint.readable() else self._await_bytes(flags)

    def recv(self, size, flags=0):
        if size < 0:
            raise ValueError('negative buffersize in recv')
        endpoint = self._await_bytes(flags)
        if flags & PEEK:
            return bytes(endpoint.inbox[:size])
        return endpoint.take(size)

    def recv_into(self, buffer, size=0, flags=0):
        view = memoryview(buffer).cast('B')
        taken = self.recv(size or len(view), flags)
        view[:len(taken)] = taken
        return len(taken)

    def recvfrom(self, size, flags=0):
        return self.recv(size, flags), None

    def recvfrom_into(self, buffer, size=0, flags=0):
        return self.recv_into(buffer, size, flags), None

    def recvmsg(self, size, ancillary=0, flags=0):
        return self.recv(size, flags), [], 0, None

    def recvmsg_into(self, buffers, ancillary=0, flags=0):
        return self.recv_into(buffers[0], 0, flags), [], 0, None

    # ---- bytes out ----

    def send(self, payload, flags=0):
        payload = payload if type(payload) is bytes else bytes(payload)
        self._live().send(payload)
        return len(payload)

    def sendall(self, payload, flags=0):
        self.send(payload, flags)

    def sendto(self, payload, *rest):
        endpoint = self._open()
        if isinstance(endpoint, datagrams.Outlet):
            endpoint.send_to(rest[-1])
            return len(payload)
        return self.send(payload)

    def sendmsg(self, buffers, ancillary=(), flags=0, address=None):
        return self.send(b''.join(buffers), flags)

    def shutdown(self, how):
        endpoint = self._live()
        if how != _socket.SHUT_RD:
            endpoint.finish()

    # ---- options ----

    def setsockopt(self, level, name, *value):
        self._open()
        self._options[level, name] = value[0] if value else None

    def getsockopt(self, level, name, size=0):
        endpoint = self._open()
        if (level, name) == (_socket.SOL_SOCKET, _socket.SO_ERROR):
            return endpoint.error.errno or errno.EIO if endpoint.error is not None else 0
        if (level, name) == (_socket.SOL_SOCKET, _socket.SO_TYPE):
            return endpoint.kind
        value = self._options.get((level, name), 0)
        return value if not size else bytes(size)

    def ioctl(self, *_):
        refuse('socket.ioctl')

    def __del__(self):
        if getattr(self, '_fd', -1) != -1:
            try:
                self.close()
            except OSError:
                pass


def setdefaulttimeout(value):
    global _default_timeout
    _default_timeout = check_timeout(value)


def socketpair(family=None, type=_socket.SOCK_STREAM, proto=0):
    return [_socket.socket(fileno=fd) for fd in endpoints.pair(_socket.AF_UNIX, int(type) & NO_KIND_FLAGS, proto)]


def _answer_for_descriptors():
    """What is asked of a descriptor of ours, which the system does not know: no child inherits it, and what is set is of no account."""
    def ours(function, answer):
        return builtin(lambda fd, *rest, **named: function(fd, *rest, **named) if endpoints.of(fd) is None else answer)

    for name, answer in {'get_inheritable': False, 'set_inheritable': None, 'get_blocking': False, 'set_blocking': None}.items():
        setattr(os, name, ours(getattr(os, name), answer))

    def patch(module):
        fcntl = module.fcntl

        def hooked(fd, command, argument=0):
            descriptor = fd if isinstance(fd, int) else fd.fileno()
            if endpoints.of(descriptor) is None:
                return fcntl(fd, command, argument)
            return {module.F_GETFD: module.FD_CLOEXEC, module.F_GETFL: os.O_RDWR}.get(command, 0)
        module.fcntl = builtin(hooked)
    imports.when('fcntl', patch)


def _refusing(name):
    return lambda *_, **__: refuse(f'socket.{name}')


def install(greeting):
    _socket.socket = _socket.SocketType = socket
    replaced = {
        'socketpair': socketpair, 'close': endpoints.drop, 'dup': endpoints.duplicate,
        'getdefaulttimeout': lambda: _default_timeout, 'setdefaulttimeout': setdefaulttimeout, 'if_nameindex': lambda: [(1, 'lo')],
    }
    for name, value in replaced.items():
        setattr(_socket, name, builtin(value))
    _answer_for_descriptors()
    for name in ('send_fds', 'recv_fds', 'sethostname'):
        if hasattr(_socket, name):
            setattr(_socket, name, _refusing(name))
