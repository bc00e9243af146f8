"""Where a body ends on the wire, and what of it is content: https://www.rfc-editor.org/rfc/rfc9112#section-6."""


class Counted:
    """A body of a known length, in bytes; None where it lasts until the connection is closed."""

    def __init__(self, length):
        self._left = length

    @property
    def ended(self):
        return self._left == 0

    def content(self, data):
        if self._left is not None:
            data = data[:self._left]
            self._left -= len(data)
        return data

    def closed(self):
        """Whether the body is whole where the connection ends now."""
        return not self._left


class Chunked:
    """A body in chunks, each after a line with its length; lines may come in parts.

        SIZE -> DATA -> SIZE …, after a chunk of no length: TRAILER, until an empty line
    """

    def __init__(self):
        self.ended = False
        self._line = b''
        self._left = 0
        self._trailer = False

    def content(self, data):
        parts = []
        while data and not self.ended:
            if self._left:
                parts.append(data[:self._left])
                self._left -= len(parts[-1])
                data = data[len(parts[-1]):]
            else:
                head, newline, data = data.partition(b'\n')
                self._line += head
                if newline:
                    self._end_of_line(self._line.strip())
                    self._line = b''
        return b''.join(parts)

    def _end_of_line(self, line):
        if self._trailer:
            self.ended = not line
        elif line:  # the one after a chunk's content is empty
            self._left = int(line.partition(b';')[0], 16)
            self._trailer = self._left == 0

    def closed(self):
        return self.ended
