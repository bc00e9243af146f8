"""The first code that runs in a Python guest: makes one package of the files beside it, under a name that no user's module has, and begins.

    index -> main (greeting, hooks) -> turn (one decision of the kernel at a time) -> handler (loads and invokes the user's function)
"""
import sys

package = type(sys)('tapedeck_guest')
package.__path__ = [__file__.rpartition('/')[0]]
sys.modules['tapedeck_guest'] = package

from tapedeck_guest import main  # noqa: E402  (the package has to be there first)

main.run()
