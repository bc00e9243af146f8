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
        def __init__(self, *_, **__):
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


def _patch_sqlite(module):
    """Its random() and its moments come from the system."""
    module.connect = _reporting(module.connect, 'sqlite3, whose now and random() are its own')


def install(greeting):
    _refuse_all(os, 'os', PROCESSES)
    _install_signals()
    for name, patch in {'subprocess': _patch_subprocess, 'multiprocessing.process': _patch_processes, '_multiprocessing': _patch_semaphores,
                        'ctypes': _patch_ctypes, 'sqlite3': _patch_sqlite, 'sqlite3.dbapi2': _patch_sqlite}.items():
        imports.when(name, patch)
