"""Native extensions see the machine past every hook. One that asks the C library for the time, for randomness or for threads is reported by name when it is
loaded; one that would wait in a loop of its own is not loaded at all.
"""
import _imp
import mmap
import os
import sys

from tapedeck_guest.report import uncontrolled

CALLS = {'the clock': (b'clock_gettime', b'gettimeofday', b'__vdso_clock_gettime'), 'the system\'s randomness': (b'getrandom', b'getentropy'),
         'threads': (b'pthread_create',)}

# Event loops and resolvers that wait for sockets themselves.
OWN_LOOPS = ('uvloop', 'gevent', 'eventlet', 'pycares', 'aiodns')


def reaches(path):
    """What a library may ask of the system, by the names that it imports: they stand in its table of symbols, each between zero bytes."""
    with open(path, 'rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return [what for what, names in CALLS.items() if any(content.find(b'\0' + name + b'\0') >= 0 for name in names)]


class LoopRefusal:
    """A finder that finds nothing, and says of some modules why."""

    def find_spec(self, name, path=None, target=None):
        if name in OWN_LOOPS and any(finder.find_spec(name, path, target) for finder in sys.meta_path if finder is not self):
            uncontrolled(f'{name}, which waits in a loop of its own', refused=True)
            raise ModuleNotFoundError(f'{name} is refused: it waits in a loop of its own, which a replay cannot control', name=name)
        return None


def install(greeting):
    library = os.path.dirname(os.__file__)
    create = _imp.create_dynamic

    def create_dynamic(spec, *rest):
        if not spec.origin.startswith(library):
            reached = reaches(spec.origin)
            if reached:
                uncontrolled(f'the native extension {spec.name}, which can reach {" and ".join(reached)}')
        return create(spec, *rest)

    _imp.create_dynamic = create_dynamic
    sys.meta_path.insert(0, LoopRefusal())
