"""A result as JSON, as Lambda's runtime for Python makes it: with simplejson, so that Decimals are numbers, named tuples are objects and bytes are text.
What is plain goes the fast way, and comes out the same.
"""
import json
import os

ASCII_ONLY_ENVIRONMENTS = ('AWS_Lambda_python3.8', 'AWS_Lambda_python3.9', 'AWS_Lambda_python3.10', 'AWS_Lambda_python3.11')
PLAIN = (str, int, float, bool, type(None))
DEEPEST_PLAIN = 50


def to_json(value):
    ascii_only = os.environ.get('AWS_EXECUTION_ENV') in ASCII_ONLY_ENVIRONMENTS
    if isinstance(value, bytes):
        return value.decode()
    if _is_plain(value, 0):
        return json.dumps(value, ensure_ascii=ascii_only)
    return Writer(ascii_only).write(value)


def _is_plain(value, depth):
    kind = type(value)
    if kind in PLAIN:
        return True
    if depth > DEEPEST_PLAIN:
        return False
    if kind is dict:
        return all(type(key) is str and _is_plain(item, depth + 1) for key, item in value.items())
    return kind is list and all(_is_plain(item, depth + 1) for item in value)


class Writer:
    """Everything else, a value at a time."""

    def __init__(self, ascii_only):
        self._ascii_only = ascii_only
        self._open = set()

    def write(self, value):
        if isinstance(value, bytes):
            value = value.decode()
        if value is None or isinstance(value, (str, int, float)):
            return json.dumps(value, ensure_ascii=self._ascii_only)
        if id(value) in self._open:
            raise ValueError('Circular reference detected')
        self._open.add(id(value))
        try:
            return self._compound(value)
        finally:
            self._open.discard(id(value))

    def _compound(self, value):
        import decimal
        if isinstance(value, decimal.Decimal):
            return 'NaN' if value.is_nan() else str(value)
        if isinstance(value, tuple) and callable(getattr(value, '_asdict', None)):
            value = value._asdict()
        if isinstance(value, dict):
            return '{' + ', '.join(f'{self._key(key)}: {self.write(item)}' for key, item in value.items()) + '}'
        if isinstance(value, (list, tuple)):
            return '[' + ', '.join(self.write(item) for item in value) + ']'
        raise TypeError(f'Object of type {type(value).__name__} is not JSON serializable')

    def _key(self, key):
        if isinstance(key, bytes):
            key = key.decode()
        if isinstance(key, str):
            return json.dumps(key, ensure_ascii=self._ascii_only)
        if key is None or isinstance(key, (bool, int, float)):
            return f'"{json.dumps(key)}"'
        raise TypeError(f'keys must be str, int, float, bool or None, not {type(key).__name__}')
