"""A guest that does not keep to the protocol of the control channel (`Frames`), and, as its control, one that does."""
import os
import signal
import struct
import sys

HELLO, OPEN, DATA, FIN, CLOSE, LOG, READY, RETURNED, RAISED, EXIT, UNCONTROLLED, IDLE = range(1, 13)


def send(data):
    view = memoryview(data)
    while view:
        view = view[os.write(4, view):]


def frame(kind, payload=b""):
    send(struct.pack(">IB", 1 + len(payload), kind) + payload)


def rest():
    frame(IDLE, struct.pack(">ddB", float("inf"), float("inf"), 0))


def exactly(count):
    data = b""
    while len(data) < count:
        part = os.read(3, count - len(data))
        if not part:
            sys.exit(0)
        data += part
    return data


def hear():
    length, = struct.unpack(">I", exactly(4))
    return exactly(length)


def greet():
    frame(HELLO, b"\x01liar")
    hear()
    rest()


def ready():
    greet()
    hear()
    frame(READY)
    rest()


def wait():
    while True:
        hear()


def honest():
    ready()
    hear()
    frame(RETURNED, b'"true"')
    rest()
    wait()


def length_beyond_all():
    greet()
    send(b"\xff\xff\xff\xff\x01")
    wait()


def length_of_nothing():
    greet()
    send(b"\0\0\0\0")
    wait()


def length_never_kept():
    greet()
    send(struct.pack(">IB", 1000, LOG) + b"\0so far")
    wait()


def unknown_kind():
    greet()
    frame(99)
    wait()


def no_greeting():
    frame(READY)
    wait()


def bytes_too_many():
    greet()
    frame(READY, b"more")
    wait()


def bytes_too_few():
    greet()
    frame(OPEN, b"\0")
    wait()


def no_text():
    greet()
    frame(LOG, b"\0\xc3\x28")
    wait()


def no_number():
    greet()
    frame(IDLE, struct.pack(">ddB", float("nan"), 0, 0))
    wait()


def flood():
    greet()
    while True:
        frame(LOG, b"\0" + b"x" * 65536)


def flood_of_nothing():
    greet()
    nothing = struct.pack(">IBB", 2, LOG, 0) * 4096
    while True:
        send(nothing)


def flood_of_connections():
    greet()
    for number in range(20000):
        frame(OPEN, struct.pack(">IBI", number, 0, 80) + b"example.com")
    rest()
    wait()


def connection_twice():
    greet()
    for _ in range(2):
        frame(OPEN, struct.pack(">IBI", 7, 0, 80) + b"example.com")
    rest()
    wait()


def answer_before_the_question():
    greet()
    hear()
    frame(RETURNED, b'"not asked"')
    rest()
    wait()


def answer_twice():
    ready()
    hear()
    frame(RETURNED, b'"first"')
    frame(RETURNED, b'"second"')
    rest()
    wait()


def ready_twice():
    greet()
    hear()
    frame(READY)
    frame(READY)
    rest()
    wait()


def deaf():
    """Hears nothing of what it is told, and so stops up the channel."""
    frame(HELLO, b"\x01liar")
    rest()
    frame(READY)
    rest()
    signal.pause()


def silent():
    signal.pause()


globals()[sys.argv[1]]()
