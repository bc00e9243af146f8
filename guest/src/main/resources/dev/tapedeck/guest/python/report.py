"""What cannot be made deterministic is said by name, once an invocation: done all the same where its result is merely different from run to run,
refused where it would escape the kernel altogether.
"""
from tapedeck_guest import channel

_said = set()


class Refused(PermissionError):
    """An OSError, since that is what programs expect of a machine that does not let them."""


def uncontrolled(source, refused=False):
    if source not in _said:
        _said.add(source)
        channel.uncontrolled(source, refused)


def refuse(source):
    """For what must not happen: reports it, and raises an error that says what was refused."""
    uncontrolled(source, refused=True)
    raise Refused(1, f'{source} is refused: a replay cannot control it')


def forget():
    _said.clear()
