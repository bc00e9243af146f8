"""A recorder must never be the incident: what it does on the function's path goes through here. A fault of ours is said once on standard error, and
the function goes on, unrecorded at that point.
"""
import functools
import os

_said = False


def say(text):
    """Past `sys.stderr`, which is recorded."""
    os.write(2, f'tapedeck recorder: {text}\n'.encode(errors='replace'))


def complain(error):
    global _said
    if not _said:
        _said = True
        say(str(error) or type(error).__name__)


def harmless(work):
    """A function that does as `work` does, and returns None where that fails."""
    @functools.wraps(work)
    def guarded(*args, **kwargs):
        try:
            return work(*args, **kwargs)
        except Exception as error:
            complain(error)
            return None
    return guarded
