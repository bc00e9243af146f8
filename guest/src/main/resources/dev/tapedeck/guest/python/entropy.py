"""Everything random comes from the seed that the kernel gives at init and again with each invocation. The system's source and the `random` module draw
from streams of their own, so that a library which draws for jitter does not shift the ids of another.
"""
import os
import posix
from _random import Random as Twister

from tapedeck_guest import imports
from tapedeck_guest.real import builtin
from tapedeck_guest.segment import POOL_BYTES, drew

_seed = b'\0' * 16
_system = Twister(1)
# Set where the module `random` is loaded: seeds what it shares with everybody.
_reseed_shared = None


def seed(words):
    """`words` are the kernel's sixteen bytes."""
    global _seed
    _seed = words
    _system.seed(_number(1))
    if _reseed_shared is not None:
        _reseed_shared()


def _number(lane):
    return int.from_bytes(_seed, 'big') << 8 | lane


def urandom(size):
    if size < 0:
        raise ValueError('negative argument not allowed')
    drew(size)
    return _system.getrandbits(size * 8).to_bytes(size, 'little') if size else b''


def getrandom(size, flags=0):
    return urandom(size)


def _patch_random(module):
    """What was seeded by nobody is seeded by the kernel. What the user seeded stays as it is."""
    global _reseed_shared
    seed_with = module.Random.seed

    def seed_method(self, a=None, version=2):
        if a is None:
            drew(POOL_BYTES)
            a = _system.getrandbits(256)
        return seed_with(self, a, version)

    module.Random.seed = seed_method
    shared = _shared_generator(module, seed_with)
    module._inst = shared
    for name in dir(shared):
        if name in module.__dict__ and not name.startswith('_'):
            setattr(module, name, getattr(shared, name))
    _reseed_shared = shared.by_the_kernel
    shared.by_the_kernel()


def _shared_generator(module, seed_with):
    class Shared(module.Random):
        """The generator behind random.random() and its like: it says when it is drawn from, and starts anew with each invocation."""
        _by_the_user = False

        def by_the_kernel(self):
            if not self._by_the_user:
                seed_with(self, _number(2), 2)

        def seed(self, a=None, version=2):
            self._by_the_user = a is not None
            return seed_with(self, a, version) if self._by_the_user else self.by_the_kernel()

        def setstate(self, state):
            self._by_the_user = True
            super().setstate(state)

        def random(self):
            drew(0)
            return super().random()

        def getrandbits(self, k):
            drew(0)
            return super().getrandbits(k)

    Shared.__name__ = Shared.__qualname__ = 'Random'
    Shared.__module__ = 'random'
    return Shared()


def _patch_uuid(module):
    """uuid1 of the clock and of a node that is the same on every machine."""
    module._generate_time_safe = module._UuidCreate = None
    module._node = 0x0242_a90a_0101
    module.getnode = lambda: module._node


def install(greeting):
    for module in (os, posix):
        module.urandom = builtin(urandom)
        module.getrandom = builtin(getrandom)
    imports.when('random', _patch_random)
    imports.when('uuid', _patch_uuid)
