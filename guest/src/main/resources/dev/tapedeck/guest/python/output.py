"""Standard output and error become log steps, a line at a time, through the streams and through the descriptors 1 and 2. Standard input is empty."""
import io
import os
import sys

from tapedeck_guest import channel
from tapedeck_guest.real import builtin

STDOUT, STDERR = 1, 2
_streams = {}


class LogStream(io.RawIOBase):
    """The bytes of one stream. What ends in no line yet goes out when the guest comes to rest."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._pending = b''

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return False

    def write(self, payload):
        payload = bytes(payload)
        lines, newline, rest = payload.rpartition(b'\n')
        if newline:
            self._emit(self._pending + lines + newline)
            self._pending = rest
        else:
            self._pending += payload
        return len(payload)

    def send_rest(self):
        if self._pending:
            self._emit(self._pending)
            self._pending = b''

    def _emit(self, line):
        channel.log(self._descriptor == STDERR, channel.text(line.decode('utf-8', 'replace')))

    def close(self):
        pass


def send_rest():
    for stream in _streams.values():
        stream.send_rest()


def flush():
    """What hangs in a stream, whichever the user put in its place, and then what ends in no line."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass
    send_rest()


def _text(stream, name):
    text = io.TextIOWrapper(stream, encoding='utf-8', errors='backslashreplace' if name == '<stderr>' else 'strict', newline='\n', write_through=True)
    text.mode = 'w'
    return text


def install(greeting):
    for descriptor in (STDOUT, STDERR):
        _streams[descriptor] = LogStream(descriptor)
    sys.stdout = sys.__stdout__ = _text(_streams[STDOUT], '<stdout>')
    sys.stderr = sys.__stderr__ = _text(_streams[STDERR], '<stderr>')
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BytesIO(), encoding='utf-8')
    write = os.write

    def write_descriptor(descriptor, payload):
        stream = _streams.get(descriptor)
        return write(descriptor, payload) if stream is None else stream.write(payload)

    os.write = builtin(write_descriptor)
