"""Loads the real handler as Lambda does, and puts the recording one in its place.

Lambda's rules for names: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""
import importlib
import os

from tapedeck_recorder.harmless import say


def load(name):
    """The handler to call: recorded, or the real one alone where recording is off or does not work."""
    wrap = prepared() if os.environ.get('TAPEDECK_RECORD') != 'off' else None
    os.environ['_HANDLER'] = name
    real = find(name)
    return wrap(real) if wrap else real


def prepared():
    try:
        from tapedeck_recorder import handler, hooks, logs
        hooks.install()
        logs.install()
        return handler.wrap
    except Exception as error:
        say(f'not recording: {error}')
        return None


def find(name):
    """`dir/module.function`, or `package.module.function`."""
    module, dot, function = name.rpartition('.')
    if not dot or not module or not function:
        raise ValueError(f'TAPEDECK_HANDLER is `{name}`; write `module.function`, such as `app.handler`')
    found = getattr(importlib.import_module(module.replace('/', '.')), function, None)
    if not callable(found):
        raise AttributeError(f"Handler '{function}' missing on module '{module}'")
    return found
