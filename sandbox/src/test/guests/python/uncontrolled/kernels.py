# Files that the kernel writes.
import os
import pathlib


def handler(event, context):
    with open('/proc/self/stat') as file:
        length = len(file.read())
    os.close(os.open('/dev/urandom', os.O_RDONLY))
    return [length > 0, len(pathlib.Path('/proc/self/status').read_text()) > 0]
