# Sockets by hand: blocking, with a time-out, non-blocking; select, poll, epoll and selectors; pairs.
import select
import selectors
import socket

REQUEST = b'GET /%s HTTP/1.1\r\nHost: raw.example.com\r\nConnection: close\r\n\r\n'


def body(sock):
    received = b''
    while piece := sock.recv(64):
        received += piece
    return received.partition(b'\r\n\r\n')[2].decode()


def connected(path):
    sock = socket.create_connection(('raw.example.com', 80), timeout=10)
    sock.sendall(REQUEST % path)
    return sock


def waiting(wait):
    with connected(b'waiting') as sock:
        sock.setblocking(False)
        try:
            sock.recv(1)
        except BlockingIOError as error:
            first = type(error).__name__
        wait(sock)
        sock.settimeout(5)
        return [first, body(sock)]


def by_epoll(sock):
    with select.epoll() as poller:
        poller.register(sock.fileno(), select.EPOLLIN)
        return poller.poll(5)


def by_poll(sock):
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return poller.poll(5000)


def by_selector(sock):
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return selector.select(5)


def handler(event, context):
    with connected(b'plain') as sock:
        plain = [body(sock), sock.getpeername(), sock.getsockname()[0]]
    one, other = socket.socketpair()
    one.sendall(b'through')
    paired = [other.recv(3).decode(), other.recv(10).decode(), select.select([other], [other], [], 0.5)[0] == []]
    one.close()
    paired.append(other.recv(1).decode())
    with connected(b'peek') as sock:
        peeked = [sock.recv(8, socket.MSG_PEEK).decode(), sock.makefile('rb').readline().decode()]
    return {'plain': plain, 'waiting': [waiting(way) for way in (by_epoll, by_poll, by_selector, lambda sock: select.select([sock], [], [], 5))],
            'paired': paired, 'peeked': peeked}
