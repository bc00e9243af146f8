"""What an escape would reach: addresses of a network namespace of its own, and somebody who listens at each of them and says what he heard.

Started under `unshare --net --ipc --mount --uts`. Prints `ready`, then `heard TOKEN` for all that arrives; `sync` on standard input is answered by `synced` once
everything that has arrived by then was said. Ends with its standard input.
"""
import ctypes
import errno
import fcntl
import os
import select
import socket
import struct
import sys
import time

PORT = 4242
HOST, DNS, METADATA, HOST6 = "192.0.2.10", "192.0.2.53", "169.254.169.254", "2001:db8::10"


def bring_up():
    """The loopback device of this namespace holds all of them: so nothing that is sent there leaves the machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 0x49))
        for number, address in enumerate((HOST, DNS, METADATA)):
            name = b"lo:%d" % number
            fcntl.ioctl(control, 0x8916, struct.pack("16sHH4s8x", name, socket.AF_INET, 0, socket.inet_aton(address)))
            fcntl.ioctl(control, 0x891C, struct.pack("16sHH4s8x", name, socket.AF_INET, 0, socket.inet_aton("255.255.255.255")))
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8916, struct.pack("16sIi", socket.inet_pton(socket.AF_INET6, HOST6), 128, 1))


def listeners(directory):
    wanted = [(socket.AF_INET, (address, PORT)) for address in ("127.0.0.1", HOST)]
    wanted += [(socket.AF_INET, (METADATA, 80)), (socket.AF_INET, (DNS, 53))]
    wanted += [(socket.AF_INET6, (address, PORT)) for address in ("::1", HOST6)]
    wanted += [(socket.AF_UNIX, os.path.join(directory, "host.sock")), (socket.AF_UNIX, "\0tapedeck-escape")]
    wanted += [(socket.AF_UNIX, os.path.join(directory, "code/task.sock"))]
    for family, address in wanted:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            if family == socket.AF_UNIX and kind == socket.SOCK_DGRAM:
                address += ".datagram"
            listener = socket.socket(family, kind)
            if family != socket.AF_UNIX:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET and kind == socket.SOCK_STREAM:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 5)
            bind(listener, address)
            if family == socket.AF_UNIX and not address.startswith("\0"):
                os.chmod(address, 0o777)
            if kind == socket.SOCK_STREAM:
                listener.listen(64)
            listener.setblocking(False)
            yield listener


def bind(listener, address):
    """The kernel takes a moment to make an IPv6 address usable."""
    for tries in range(500):
        try:
            return listener.bind(address)
        except OSError as refused:
            if refused.errno != errno.EADDRNOTAVAIL or tries == 499:
                raise
            time.sleep(0.01)


def share():
    """A segment of shared memory and a message queue, in the world's own namespace of them."""
    library = ctypes.CDLL("librt.so.1", use_errno=True)
    if library.shmget(0x7ADE, 4096, 0o1666) < 0 or library.mq_open(b"/tapedeck-escape", os.O_CREAT | os.O_RDWR, 0o666, None) < 0:
        raise OSError(ctypes.get_errno(), "shared memory or message queue")


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Ears:
    def __init__(self, directory):
        self.listeners = list(listeners(directory))
        self.connections = []

    def sockets(self):
        return self.listeners + self.connections

    def hear(self, ready):
        if ready in self.connections:
            self.answer(ready)
        elif ready.type == socket.SOCK_STREAM:
            try:
                connection, _ = ready.accept()
            except OSError:
                return
            say("heard a connection")
            self.connections.append(connection)
        else:
            data, sender = ready.recvfrom(4096)
            say("heard " + data.decode("ascii", "replace").strip().replace("\n", " "))
            if sender:
                ready.sendto(b"hello", sender)

    def answer(self, connection):
        try:
            data = connection.recv(4096)
            if data:
                say("heard " + data.decode("ascii", "replace").strip().replace("\n", " "))
                connection.sendall(b"hello")
                return
        except OSError:
            pass
        self.connections.remove(connection)
        connection.close()

    def everything(self):
        while True:
            ready, _, _ = select.select(self.sockets(), [], [], 0)
            if not ready:
                return
            for one in ready:
                self.hear(one)


def main():
    bring_up()
    share()
    ears = Ears(sys.argv[1])
    say("ready")
    while True:
        ready, _, _ = select.select([sys.stdin] + ears.sockets(), [], [])
        if sys.stdin in ready:
            if not os.read(0, 4096):
                return
            ears.everything()
            say("synced")
        else:
            for one in ready:
                ears.hear(one)


main()
