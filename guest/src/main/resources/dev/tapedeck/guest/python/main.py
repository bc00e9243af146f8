"""Reads the kernel's greeting, puts the hooks in place before anything of the user's is loaded, and hands the main thread to the user's function.

The order matters: threads come first, since every module that is loaded later takes its locks from there. What costs time to load (ssl, asyncio,
logging, subprocess) is hooked when the user's code imports it: see imports.py.
"""
import sys

from tapedeck_guest import channel, imports, threads


def run():
    text = channel.read_greeting()
    # json takes its locks when it is loaded: so this one hook cannot wait until the greeting is understood
    if b'"threads"' not in text[text.rindex(b'"disabledHooks"'):]:
        threads.install()
    imports.install()
    import json
    greeting = json.loads(text)
    from tapedeck_guest import handler
    for name, hook in hooks().items():
        if name not in greeting['disabledHooks']:
            hook.install(greeting)
    channel.send_hello(sys.version.split()[0])
    handler.serve(greeting)


def hooks():
    """In the order of being put in place."""
    from tapedeck_guest import clock, entropy, extensions, files, identity, names, output, polling, refusals, sockets, tls
    return {'clock': clock, 'entropy': entropy, 'names': names, 'sockets': sockets, 'polling': polling, 'tls': tls, 'files': files,
            'output': output, 'identity': identity, 'refusals': refusals, 'extensions': extensions}
