"""Redaction at the source: fields named in TAPEDECK_REDACT never leave the process. It is the small half of redaction; the large one happens when a
cartridge is made, where a policy and detectors can be changed without a deployment.

A field is replaced wherever it occurs: in objects, in JSON inside a string, in DynamoDB's typed attributes (whose type tag stays), in forms.
"""
import json
import re
from urllib.parse import quote, unquote

from tapedeck_recorder import config

MARK = '[redacted]'
DYNAMODB_TAGS = frozenset({'S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'})
JSON_BEGINS = re.compile(r'\s*[\[{]')
FIELD = re.compile(r'(?:\\*"|[&?]|^)([\w.-]+)(?:\\*"\s*:|=)')


def compact(value, **options):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(',', ':'), **options)


def _named(name):
    return str(name).lower() in config.REDACTED_NAMES


def _replaced(value):
    tag = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else None
    return {tag: MARK} if tag in DYNAMODB_TAGS else MARK


def _redact_string(text, path, found):
    if not JSON_BEGINS.match(text):
        return text
    before = len(found)
    try:
        copy = redact_value(json.loads(text), path + '(json)', found)
    except (ValueError, RecursionError):
        return text
    return compact(copy) if len(found) > before else text


def redact_value(value, path, found):
    """A copy of `value` with the named fields replaced; their paths are appended to `found`."""
    if isinstance(value, str):
        return _redact_string(value, path, found)
    if isinstance(value, (list, tuple)):
        return [redact_value(item, f'{path}[{index}]', found) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    copy = {}
    for key, item in value.items():
        here = f'{path}.{key}'
        if _named(key):
            found.append(here)
        copy[key] = _replaced(item) if _named(key) else redact_value(item, here, found)
    return copy


def _redact_form(text, path, found):
    pairs = []
    for pair in text.split('&'):
        name = pair.partition('=')[0]
        if _named(unquote(name)):
            found.append(f'{path}.{name}')
            pair = f'{name}={quote(MARK)}'
        pairs.append(pair)
    return '&'.join(pairs)


def redact_text(text, content_type, path, found):
    """Text that is whole: JSON or a form is redacted field by field, anything else is returned as it is."""
    if not config.REDACTED_NAMES:
        return text
    if 'x-www-form-urlencoded' in (content_type or ''):
        return _redact_form(text, path, found)
    return _redact_string(text, path, found)


def redact_cut(text):
    """Text that was cut cannot be parsed: it ends before the first field that would have to be redacted."""
    first = next((match for match in FIELD.finditer(text) if _named(match[1])), None) if config.REDACTED_NAMES else None
    return text[:first.start()] if first else text


def redact_url(url, path, found):
    """A URL whose named parameters are replaced."""
    base, mark, query = url.partition('?')
    return base + mark + _redact_form(query, path, found) if mark and config.REDACTED_NAMES else url


def redact_headers(headers, path, found):
    """Headers by lower-case name. Credentials are always replaced, and not listed: no replay needs them."""
    copy = {}
    for name, value in headers.items():
        credential = name in config.CREDENTIAL_HEADERS
        if not credential and _named(name):
            found.append(f'{path}.{name}')
        copy[name] = MARK if credential or _named(name) else value
    return copy
