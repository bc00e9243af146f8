# Native code, which sees the machine past every hook.
import ctypes
import importlib.util
import os
import shutil
import sqlite3
import struct
import sysconfig


def shared_object(name, defined_in):
    """As much of one as says which functions it has, and which it asks for."""
    names = b'\0' + name + b'\0'
    symbols = bytes(24) + struct.pack('<IBBHQQ', 1, 0x12, 0, defined_in, 0, 0)
    ends = 64 + len(symbols)
    sections = struct.pack('<IIQQQQIIQQ', 0, 11, 2, 0, 64, len(symbols), 2, 1, 8, 24) + struct.pack('<IIQQQQIIQQ', 0, 3, 2, 0, ends, len(names), 0, 0, 1, 0)
    header = b'\x7fELF\2\1\1' + bytes(9) + struct.pack('<HHIQQQIHHHHHH', 3, 62, 1, 0, 0, ends + len(names), 0, 64, 0, 0, 64, 3, 0)
    return header + symbols + names + bytes(64) + sections


def load(name, content):
    path = f'/tmp/{name}.so'
    with open(path, 'wb') as file:
        file.write(content)
    try:
        importlib.util.module_from_spec(importlib.util.spec_from_file_location(name, path))
    except ImportError:
        return name


def handler(event, context):
    load('asks_the_time', shared_object(b'time', 0))
    load('has_a_time', shared_object(b'time', 5))
    name = '_multiprocessing' + sysconfig.get_config_var('EXT_SUFFIX')
    copy = shutil.copy(os.path.join(os.path.dirname(os.__file__), 'lib-dynload', name), '/tmp')
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location('_multiprocessing', copy))
    ctypes.CDLL('libc.so.6').time(None)
    database = sqlite3.connect(':memory:')
    database.execute('select random()')
    try:
        import pycurl
        pycurl.Curl()
    except OSError as error:
        return [module.__name__, str(error)]
