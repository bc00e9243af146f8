"""The hook of urllib3 (requests, the AWS SDK): it connects before it begins the request, so that an attempt which fails there is seen here only."""
import functools

from tapedeck_recorder import hook_http, state
from tapedeck_recorder.call import Call
from tapedeck_recorder.harmless import harmless


def install(module):
    pool = module.HTTPConnectionPool
    original = pool._make_request

    @functools.wraps(original)
    def make_request(self, connection, method, url, *args, **kwargs):
        connection.__dict__['_tapedeck'] = None
        before = connection.__dict__.get('_tapedeck_begun', 0)
        try:
            return original(self, connection, method, url, *args, **kwargs)
        except BaseException as error:
            if connection.__dict__.get('_tapedeck_begun', 0) == before:
                harmless(_never_sent)(connection, method, url, kwargs, error)
            raise
    pool._make_request = make_request


def _never_sent(connection, method, url, arguments, error):
    invocation = state.observing()
    if not invocation:
        return
    headers = {name.lower(): hook_http._text(value) for name, value in dict(arguments.get('headers') or {}).items()}
    call = Call(invocation, hook_http.described(connection, method, url, headers))
    body = arguments.get('body')
    if isinstance(body, (str, bytes)):
        call.sent.add(body.encode() if isinstance(body, str) else body)
    call.failed(error)
