# Native code, which sees the machine past every hook.
import ctypes
import importlib.util
import os
import shutil
import sqlite3
import sysconfig


def handler(event, context):
    name = '_multiprocessing' + sysconfig.get_config_var('EXT_SUFFIX')
    copy = shutil.copy(os.path.join(os.path.dirname(os.__file__), 'lib-dynload', name), '/tmp')
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location('_multiprocessing', copy))
    ctypes.CDLL('libc.so.6').time(None)
    database = sqlite3.connect(':memory:')
    database.execute('select random()')
    return module.__name__
