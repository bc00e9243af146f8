"""The control channel: length-prefixed frames on two descriptors that the launcher opened, in strict alternation. The guest collects what a segment
yields, writes it in one go, and then blocks in a read until the kernel has decided. Layouts are in Frames.java; both sides change together.

    frame = length u32 (of what follows), type u8, payload; all numbers big-endian; text is UTF-8, with a u32 length wherever more follows it
"""
from _struct import Struct

from tapedeck_guest import real

VERSION = 1
INPUT = 3
OUTPUT = 4
MAX_FRAME = 1 << 28
DATA_PIECE = 1 << 20

HELLO, OPEN, DATA, FIN, CLOSE, LOG, READY, RETURNED, RAISED, EXIT, UNCONTROLLED, IDLE = range(1, 13)
START, INVOKE, RECEIVED, ERROR, TIMER = 2, 3, 4, 5, 6

HEAD = Struct('>IB')
HEAD_NUMBER = Struct('>IBI')
OPENING = Struct('>IBIBI')
RESTING = Struct('>IBddB')
LENGTH = Struct('>I')
CLOCK = Struct('>BddId')

out = []
_input = bytearray()


def text(string):
    """As UTF-8. A lone surrogate becomes a question mark, the same on every run."""
    return string.encode('utf-8', 'replace')


def frame(kind, payload=b''):
    out.append(HEAD.pack(1 + len(payload), kind))
    if payload:
        out.append(payload)


def sized(string):
    encoded = text(string)
    return LENGTH.pack(len(encoded)) + encoded


def open_connection(connection, secure, port, host):
    encoded = text(host)
    out.append(OPENING.pack(10 + len(encoded), OPEN, connection, secure, port))
    out.append(encoded)


def data(connection, payload):
    """`payload` is bytes, which nobody changes any more."""
    for at in range(0, len(payload), DATA_PIECE):
        piece = payload if len(payload) <= DATA_PIECE else payload[at:at + DATA_PIECE]
        out.append(HEAD_NUMBER.pack(5 + len(piece), DATA, connection))
        out.append(piece)


def fin(connection):
    out.append(HEAD_NUMBER.pack(5, FIN, connection))


def close(connection):
    out.append(HEAD_NUMBER.pack(5, CLOSE, connection))


def log(error, encoded):
    out.append(HEAD.pack(2 + len(encoded), LOG) + (b'\1' if error else b'\0'))
    out.append(encoded)


def raised(error_type, message, stack):
    frame(RAISED, sized(error_type) + sized(message) + text(stack))


def uncontrolled(source, refused):
    frame(UNCONTROLLED, bytes((refused,)) + text(source))


def leave(code):
    """The last frame of a process that ends of its own accord."""
    frame(EXIT, LENGTH.pack(code & 0xffffffff))
    flush()
    real.exit(code & 0xff)


def flush():
    pending = memoryview(b''.join(out))
    out.clear()
    while pending:
        pending = pending[real.write(OUTPUT, pending):]


def _fill(needed):
    """Blocks until so many bytes are there. The kernel closing the channel is how a guest ends."""
    while len(_input) < needed:
        piece = real.read(INPUT, 1 << 16)
        if not piece:
            real.exit(0)
        _input.extend(piece)


def receive():
    """One whole frame without its length, as bytes: the type comes first."""
    global _input
    _fill(4)
    length, = LENGTH.unpack_from(_input)
    if not 1 <= length <= MAX_FRAME:
        raise RuntimeError(f'control channel: a frame of {length} bytes')
    _fill(4 + length)
    whole = bytes(_input[4:4 + length])
    del _input[:4 + length]
    return whole


def read_greeting():
    greeting = receive()
    if greeting[0] != HELLO:
        raise RuntimeError(f'control channel: a greeting was due, got frame {greeting[0]}')
    return greeting[1:]


def send_hello(version):
    frame(HELLO, bytes([VERSION]) + text(version))


def exchange(older_nanos, fresh_nanos, read_clock, drew_entropy):
    """Ends a segment: what it yielded goes out, and the kernel's next decision comes in."""
    out.append(RESTING.pack(18, IDLE, older_nanos, fresh_nanos, read_clock | drew_entropy << 1))
    flush()
    return receive()


def take_sized(decision, at):
    """A text with its length before it, and where the next field begins."""
    length, = LENGTH.unpack_from(decision, at)
    return decision[at + 4:at + 4 + length].decode(), at + 4 + length
