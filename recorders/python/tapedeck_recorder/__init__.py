"""Where a function's handler points while it is recorded: `tapedeck_recorder.handler`, and the real one stands in `TAPEDECK_HANDLER`. Importing this
hooks the HTTP clients first and loads the real handler then. Whatever goes wrong in the recorder is said on standard error, and the function runs
without being recorded: a recorder must never be the incident.
"""
import os

__version__ = '0.1.0'

if os.environ.get('TAPEDECK_HANDLER'):
    from tapedeck_recorder.loading import load

    handler = load(os.environ['TAPEDECK_HANDLER'])


def __getattr__(name):
    if name == 'handler':
        raise RuntimeError('TAPEDECK_HANDLER is not set; write the real handler, such as `app.handler`, which stood where `tapedeck_recorder.handler` stands now')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
