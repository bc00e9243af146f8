"""What no hook can make deterministic. Other processes, signals that come by the clock: refused by name. What has a clock or a source of randomness of its
own is done, and reported by name.
"""
import errno
import os
import signal

from tapedeck_guest import imports
from tapedeck_guest.real import builtin
from tapedeck_guest.report import refuse, uncontrolled

PROCESSES = ('fork', 'forkpty', 'system', 'popen', 'posix_spawn', 'posix_spawnp', 'execv', 'execve', 'execl', 'execle', 'execlp', 'execlpe', 'execvp', 'execvpe',
             'spawnv', 'spawnve', 'spawnvp', 'spawnvpe', 'spawnl', 'spawnle', 'spawnlp', 'spawnlpe', 'wait', 'waitpid', 'wait3', 'wait4', 'pidfd_open', 'unshare',
             'setns', 'killpg')
SIGNALS = ('alarm', 'setitimer', 'pause', 'sigwait', 'sigwaitinfo', 'sigtimedwait', 'pthread_kill')


# What Lambda's runtimes do not bring, and libraries look for all the same (Sentry asks git which release this is): no more there than here, whatever the
# machine of the replay has. Source: the packages of https://gallery.ecr.aws/lambda/python, built on Amazon Linux's minimal image.
ABSENT = ('git', 'hg')


def _program(args):
    first = args if isinstance(args, (str, bytes, os.PathLike)) else next(iter(args), '')
    return os.fsdecode(first)


def _refusing(source):
    def refused(*_, **__):
        refuse(source)
    return builtin(refused)


def _refuse_all(module, label, names):
    for name in names:
        if hasattr(module, name):
            setattr(module, name, _refusing(f'{label}.{name}'))


def _reporting(function, label):
    def reported(*args, **kwargs):
        uncontrolled(label(*args, **kwargs) if callable(label) else label)
        return function(*args, **kwargs)
    return builtin(reported)


def _install_signals():
    _refuse_all(signal, 'signal', SIGNALS)
    signal.set_wakeup_fd = lambda fd, *, warn_on_full_buffer=True: -1

    def kill(pid, number):
        if pid != os.getpid():
            refuse('os.kill of another process')
        signal.raise_signal(number)
    os.kill = kill


def _patch_subprocess(module):
    popen = module.Popen

    class Popen(popen):
        def __init__(self, args, *_, **named):
            if not named.get('shell') and _program(args) in ABSENT:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), _program(args))
            refuse('subprocess.Popen')

        def __del__(self):
            pass
    Popen.__module__, Popen.__qualname__ = 'subprocess', 'Popen'
    module.Popen = Popen
    module._fork_exec = _refusing('subprocess')


def _patch_processes(module):
    module.BaseProcess.start = _refusing('multiprocessing.Process')


def _patch_semaphores(module):
    class SemLock:
        """Lambda has no shared memory for it: https://aws.amazon.com/blogs/compute/parallel-processing-in-python-with-aws-lambda/."""
        SEM_VALUE_MAX = 2147483647

        def __init__(self, *_, **__):
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    module.SemLock = SemLock


def _patch_ctypes(module):
    load = module.CDLL.__init__

    def __init__(self, name, *args, **kwargs):
        uncontrolled(f'ctypes, which loads {name or "the process itself"}')
        load(self, name, *args, **kwargs)
    module.CDLL.__init__ = __init__


LIBRARIES = ('/lib64', '/usr/lib64', '/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/lib',
             '/usr/lib')


def _patch_search(module):
    """Finds a library by its file, where Python's own would ask other programs (`ldconfig`, a compiler) for it. The one of threads is not found: the numbers
    that threads have here (threads.py) are no addresses, for which its functions would take them.
    """
    def find_library(name):
        if name == 'pthread':
            return None
        start = f'lib{name}.so.'
        given = [each for each in os.environ.get('LD_LIBRARY_PATH', '').split(':') if each]
        for directory in (*given, *LIBRARIES):
            found = sorted(file for file in (os.listdir(directory) if os.path.isdir(directory) else ()) if file.startswith(start))
            if found:
                return min(found, key=len)
        return None
    module.find_library = find_library


# Drivers that open connections by native code, past every hook; in the fence they would find no network, and say something misleading about it.
NATIVE_CLIENTS = {
    'psycopg2': ('_connect',), 'psycopg.generators': ('connect',), 'MySQLdb': ('connect', 'Connect', 'Connection'), 'pymssql': ('connect',), 'pyodbc': ('connect',),
    'oracledb': ('init_oracle_client',), 'grpc': ('insecure_channel', 'secure_channel'), 'grpc.aio': ('insecure_channel', 'secure_channel'),
    'confluent_kafka': ('Producer', 'Consumer'), 'pycurl': ('Curl',), 'pylibmc': ('Client',),
}


def _patch_client(name):
    def patch(module):
        for attribute in NATIVE_CLIENTS[name]:
            if hasattr(module, attribute):
                setattr(module, attribute, _refusing(f'a connection that {name.partition(".")[0]} opens in native code'))
    return patch


def _patch_sqlite(module):
    """Its random() and its moments come from the system."""
    module.connect = _reporting(module.connect, 'sqlite3, whose now and random() are its own')


def install(greeting):
    _refuse_all(os, 'os', PROCESSES)
    _install_signals()
    for name, patch in {'subprocess': _patch_subprocess, 'multiprocessing.process': _patch_processes, '_multiprocessing': _patch_semaphores,
                        'ctypes': _patch_ctypes, 'ctypes.util': _patch_search, 'sqlite3': _patch_sqlite, 'sqlite3.dbapi2': _patch_sqlite}.items():
        imports.when(name, patch)
    for name in NATIVE_CLIENTS:
        imports.when(name, _patch_client(name))
