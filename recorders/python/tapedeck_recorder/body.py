"""Payloads as attributes: bodies of calls, capped and decoded, and whole JSON values."""
import base64
import decimal
import zlib

from tapedeck_recorder import config
from tapedeck_recorder.redact import compact, redact_cut, redact_text, redact_value


class Body:
    """One body on its way: the bytes are counted to the end and kept up to the cap. It never holds the bytes back, nor does it read what the function
    would not have read."""

    def __init__(self):
        self.size = 0
        self._kept = bytearray()
        self.decodes = False  # whether a client undoes the coding before the bytes come here
        self.decoded = None  # the coding that it had undone

    def add(self, chunk):
        self.size += len(chunk)
        room = config.BODY_BYTES - len(self._kept)
        if room > 0:
            self._kept += chunk[:room]

    def describe(self, side, headers, attributes, found):
        """Sets the attributes `tapedeck.<side>.body…` and lists redacted fields."""
        key = f'tapedeck.{side}.body'
        cut = self.size > len(self._kept)
        data, coding = bytes(self._kept), self.decoded
        if not cut and coding is None:
            data, coding = _decode(data, headers.get('content-encoding'))
        if coding:
            attributes[key + '.decoded'] = coding
        if cut:
            attributes[key + '.truncated'] = self.size
        text = _utf8(data, cut)
        if text is None:
            attributes[key + '.encoding'] = 'base64'
            attributes[key] = base64.b64encode(self._kept).decode()
            attributes.pop(key + '.decoded', None)
        elif cut:
            attributes[key] = redact_cut(text)
        else:
            attributes[key] = redact_text(text, headers.get('content-type'), key + ':$', found)


def _decode(data, coding):
    """The content without its coding, and the coding; or the bytes as they are, and None, where it has none that is known or is too large then."""
    windows = {'gzip': 31, 'deflate': 15}.get(coding)
    if windows is None or not data:
        return data, None
    decoder = zlib.decompressobj(windows)
    try:
        content = decoder.decompress(data, config.BODY_BYTES)
    except zlib.error:
        return data, None
    return (content, coding) if decoder.eof else (data, None)


def _utf8(data, cut):
    """The bytes as text, or None where they are not UTF-8. A cut may fall inside a character."""
    for short in range(4 if cut else 1):
        try:
            return data[:len(data) - short].decode()
        except UnicodeDecodeError:
            continue
    return None


def _number(value):
    """What Lambda makes a number of that JSON does not know."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f'Object of type {type(value).__name__} is not JSON serializable')


def describe_json(key, value, attributes, found):
    """A JSON value as an attribute of its own (`tapedeck.event`, `tapedeck.response`), capped and redacted."""
    if config.REDACTED_NAMES:
        value = redact_value(value, key + ':$', found)
    text = compact(value, default=_number)
    data = text.encode()
    if len(data) <= config.EVENT_BYTES:
        attributes[key] = text
        return
    attributes[key] = redact_cut(_utf8(data[:config.EVENT_BYTES], True) or '')
    attributes[key + '.truncated'] = len(data)
