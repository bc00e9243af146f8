"""Compiles what a guest may import, ahead of all guests: nothing of it is run. It writes an archive to the control channel; the sandbox keeps it by the
content of the code, and shows it to guests read-only (index.py). Whatever cannot be compiled fails when it is imported, as it would anyway.

    archive = (length u32, path, length u32, content)*, length 0
"""
import importlib.util
import os
import signal
import sys
import warnings
from importlib._bootstrap_external import _code_to_hash_pyc

OUTPUT = 4
ROOTS = ('/var/runtime', '/var/task')
# The archive is not finished then, and nothing is kept.
PATIENCE_SECONDS = 120


def modules():
    for root in ROOTS:
        for directory, directories, names in os.walk(root):
            directories.sort()
            yield from (os.path.join(directory, name) for name in sorted(names) if name.endswith('.py'))


def compiled(path):
    with open(path, 'rb') as file:
        source = file.read()
    try:
        code = compile(source, path, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _code_to_hash_pyc(code, importlib.util.source_hash(source), False)


def write(out, content):
    out.write(len(content).to_bytes(4, 'big') + content)


def main():
    signal.alarm(PATIENCE_SECONDS)
    warnings.simplefilter('ignore')
    with os.fdopen(OUTPUT, 'wb') as out:
        for path in modules():
            content = compiled(path)
            if content is not None:
                write(out, os.fsencode(path))
                write(out, content)
        out.write(bytes(4))


if __name__ == '__main__':
    sys.exit(main())
