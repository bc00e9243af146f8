"""What can be set, all by environment variables, read once. A value that cannot be understood stops the recorder with a sentence that names it, and
never the function: see loading.py.
"""
import os

CREDENTIAL_HEADERS = frozenset({'authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-amz-security-token', 'x-api-key'})

# Redacted wherever a field of this name occurs, unless TAPEDECK_REDACT says otherwise.
DEFAULT_NAMES = CREDENTIAL_HEADERS | {'password', 'passwd', 'client_secret', 'cvv', 'cvc', 'pin'}


def _number(name, fallback, unit):
    text = os.environ.get(name, '')
    if text == '':
        return fallback
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f'{name} is `{text}`; write a number of {unit} such as `{fallback}`')
    return int(text)


def _names(text):
    if text is None:
        return DEFAULT_NAMES
    if text == 'none':
        return frozenset()
    listed = {name.strip().lower() for name in text.split(',')} - {''}
    return frozenset(listed - {'default'} | (DEFAULT_NAMES if 'default' in listed else frozenset()))


EVENT_BYTES = _number('TAPEDECK_MAX_EVENT_BYTES', 262144, 'bytes')
BODY_BYTES = _number('TAPEDECK_MAX_BODY_BYTES', 65536, 'bytes')
FLUSH_MILLIS = _number('TAPEDECK_FLUSH_MILLIS', 500, 'milliseconds')
REDACTED_NAMES = _names(os.environ.get('TAPEDECK_REDACT'))
