"""The first code that runs in a Python guest: makes one package of the files beside it, under a name that no user's module has, and begins.

    index -> main (greeting, hooks) -> turn (one decision of the kernel at a time) -> handler (loads and invokes the user's function)
"""
import sys

machinery = sys.modules['_frozen_importlib_external']
beside_the_source = machinery.cache_from_source


def cache_from_source(path, *args, **kwargs):
    """Where the compiled form of a module is: for our files and the user's where compile.py's work is shown."""
    if path.startswith(('/var/runtime/', '/var/task/')):
        return f'/var/compiled{path}c'
    return beside_the_source(path, *args, **kwargs)


machinery.cache_from_source = cache_from_source
package = type(sys)('tapedeck_guest')
package.__path__ = [__file__.rpartition('/')[0]]
sys.modules['tapedeck_guest'] = package

from tapedeck_guest import main  # noqa: E402  (the package has to be there first)

main.run()
