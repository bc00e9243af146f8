"""Native extensions see the machine past every hook. One that asks the C library for the time, for randomness or for threads is reported by name when it is
loaded; one that would wait in a loop of its own is not loaded at all.
"""
import _imp
import mmap
import os
import struct
import sys

from tapedeck_guest.report import uncontrolled

CALLS = {'the clock': (b'clock_gettime', b'gettimeofday', b'__vdso_clock_gettime'), 'the system\'s randomness': (b'getrandom', b'getentropy'),
         'threads': (b'pthread_create',)}

# Event loops and resolvers that wait for sockets themselves.
OWN_LOOPS = ('uvloop', 'gevent', 'eventlet', 'pycares', 'aiodns')


# A word that stands in many a library; whether it is a function that this one asks for its table of symbols says.
COMMON_WORD = b'time'

SYMBOLS = 11


def imports_function(content, name):
    """Whether a shared object (64 bits, the processor's order) has `name` among the symbols that others have to define."""
    at = struct.unpack_from('<Q', content, 0x28)[0]
    size, count = struct.unpack_from('<HH', content, 0x3a)
    sections = [struct.unpack_from('<IIQQQQIIQQ', content, at + size * i) for i in range(count)]
    for section in sections:
        if section[1] == SYMBOLS:
            texts = sections[section[6]][4]
            table = content[section[4]:section[4] + section[5]]
            for symbol, _, _, defined_in, _, _ in struct.iter_unpack('<IBBHQQ', table):
                if not defined_in and content[texts + symbol:texts + symbol + len(name) + 1] == name + b'\0':
                    return True
    return False


def reaches(path):
    """What a library may ask of the system, by the names that it imports: they stand in its table of symbols, each between zero bytes."""
    with open(path, 'rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        def has(name):
            return content.find(b'\0' + name + b'\0') >= 0
        found = [what for what, names in CALLS.items() if any(has(name) for name in names)]
        if 'the clock' not in found and has(COMMON_WORD) and imports_function(content, COMMON_WORD):
            found.insert(0, 'the clock')
        return found


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
