"""Puts the hooks of the HTTP clients in place: of the standard library's at once, of others when the function imports them."""
import importlib
import importlib.abc
import sys

from tapedeck_recorder import hook_http
from tapedeck_recorder.harmless import harmless

# The module that has to be there, and the hook for it.
LATER = {'urllib3.connectionpool': 'hook_urllib3', 'httpcore': 'hook_httpcore', 'aiohttp': 'hook_aiohttp'}


def install():
    hook_http.install()
    for name in LATER:
        if name in sys.modules:
            _hook(name)
    sys.meta_path.insert(0, Imports())


@harmless
def _hook(name):
    importlib.import_module(f'tapedeck_recorder.{LATER[name]}').install(sys.modules[name])


class Imports(importlib.abc.MetaPathFinder):
    """Finds nothing itself: it has the modules named above hooked once they are loaded."""

    def find_spec(self, name, path=None, target=None):
        if name not in LATER:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = Loader(spec.loader)
                return spec
        return None


class Loader(importlib.abc.Loader):

    def __init__(self, real):
        self._real = real

    def __getattr__(self, name):
        return getattr(self._real, name)

    def create_module(self, spec):
        return self._real.create_module(spec)

    def exec_module(self, module):
        self._real.exec_module(module)
        _hook(module.__name__)
