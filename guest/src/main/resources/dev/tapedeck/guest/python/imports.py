"""Hooks for modules that are not loaded yet: `when(name, patch)` runs `patch(module)` right after the module's own code, before anybody sees it."""
import sys

_patches = {}


def when(name, patch):
    if name in sys.modules:
        patch(sys.modules[name])
    else:
        _patches.setdefault(name, []).append(patch)


class PatchingLoader:
    """A module's own loader, with the patches run at its end."""

    def __init__(self, loader, patches):
        self._loader = loader
        self._patches = patches

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        module.__spec__.loader = module.__loader__ = self._loader
        for patch in self._patches:
            patch(module)


class PatchingFinder:
    """First of the finders. It finds nothing itself, but asks the others, and puts its loader round theirs."""

    def find_spec(self, name, path=None, target=None):
        patches = _patches.pop(name, None)
        if patches is None:
            return None
        for finder in sys.meta_path:
            if finder is not self:
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    spec.loader = PatchingLoader(spec.loader, patches)
                    return spec
        return None


def install():
    sys.meta_path.insert(0, PatchingFinder())
