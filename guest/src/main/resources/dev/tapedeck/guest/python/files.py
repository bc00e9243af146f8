"""What files tell of the machine is replaced by what the replay determines: times of writing, inodes, devices, owners, the order of a directory. Files of
the kernel's are reported when they are opened.
"""
import builtins
import io
import os
import stat

from tapedeck_guest import real
from tapedeck_guest.real import builtin
from tapedeck_guest.report import uncontrolled
from tapedeck_guest.segment import epoch_nanos

OWNER = 993
GROUP = 990
SECOND = 1_000_000_000
_started = real.time_ns()
# What the fence makes when it starts: its times are the machine's, however long the start took.
_made_by_the_fence = {real.stat(path).st_dev for path in ('/', '/dev', '/proc')}
SCRATCH = '/tmp'
_scratch_itself = real.stat(SCRATCH).st_dev, real.stat(SCRATCH).st_ino
_inodes = {}
_written = {}


def _modified(stats):
    """As staged or, if written since the start, the virtual moment at which it was first looked at."""
    key = stats.st_dev, stats.st_ino, stats.st_mtime_ns
    if key not in _written:
        if stats.st_mtime_ns < _started - SECOND and stats.st_dev not in _made_by_the_fence and key[:2] != _scratch_itself:
            return stats.st_mtime_ns
        _written[key] = epoch_nanos()
    return _written[key]


def inherit(directory=SCRATCH):
    """What the process before this one left in /tmp bears virtual times already."""
    try:
        names = real.listdir(directory)
    except PermissionError:
        # what the function itself may not read it does not look at either
        return
    for name in names:
        path = f'{directory}/{name}'
        stats = real.lstat(path)
        _written[stats.st_dev, stats.st_ino, stats.st_mtime_ns] = stats.st_mtime_ns
        if stat.S_ISDIR(stats.st_mode):
            inherit(path)


def inode_of(stats):
    return _inodes.setdefault((stats.st_dev, stats.st_ino), len(_inodes) + 1)


def fixed(stats):
    moment = _modified(stats)
    whole = moment // SECOND
    given = {f'st_{name}time_ns': moment for name in 'amc'}
    given.update({f'st_{name}time': moment / SECOND for name in 'amc'})
    given.update(st_blksize=4096, st_blocks=-(-stats.st_size // 512), st_rdev=stats.st_rdev)
    return os.stat_result((stats.st_mode, inode_of(stats), 1, stats.st_nlink, OWNER, GROUP, stats.st_size, whole, whole, whole), given)


def _fixing(function):
    def stat(*args, **kwargs):
        return fixed(function(*args, **kwargs))
    stat.__name__ = function.__name__
    return builtin(stat)


class Entry:
    """A directory's entry, as os.DirEntry has it."""
    __slots__ = ('_entry', 'name', 'path')

    def __init__(self, entry):
        self._entry = entry
        self.name, self.path = entry.name, entry.path

    def inode(self):
        return inode_of(self._entry.stat(follow_symlinks=False))

    def stat(self, *, follow_symlinks=True):
        return fixed(self._entry.stat(follow_symlinks=follow_symlinks))

    def is_dir(self, *, follow_symlinks=True):
        return self._entry.is_dir(follow_symlinks=follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        return self._entry.is_file(follow_symlinks=follow_symlinks)

    def is_symlink(self):
        return self._entry.is_symlink()

    def is_junction(self):
        return False

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f'<DirEntry {self.name!r}>'


class Directory:
    """What os.scandir gives, in the order of names: the system's is that of its tables."""

    def __init__(self, entries):
        self._entries = iter(sorted(entries, key=lambda entry: entry.name))

    def __iter__(self):
        return self

    def __next__(self):
        return Entry(next(self._entries))

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _install_directories():
    listdir, scandir = os.listdir, os.scandir
    os.listdir = builtin(lambda path='.': sorted(listdir(path)))

    def ordered(path='.'):
        with scandir(path) as entries:
            return Directory(list(entries))
    os.scandir = builtin(ordered)
    os.DirEntry = Entry


KERNELS = ('/proc/', '/sys/', '/dev/random', '/dev/urandom', '/dev/hwrng')


def _watching(function):
    def open_file(file, *args, **kwargs):
        if isinstance(file, (str, bytes)) or hasattr(file, '__fspath__'):
            if os.fsdecode(file).startswith(KERNELS):
                uncontrolled('a file of the kernel under /proc, /sys or /dev')
        return function(file, *args, **kwargs)
    open_file.__name__ = open_file.__qualname__ = 'open'
    return builtin(open_file)


def install(greeting):
    for name in ('stat', 'lstat', 'fstat'):
        setattr(os, name, _fixing(getattr(os, name)))
    _install_directories()
    builtins.open = io.open = _watching(io.open)
    os.open = _watching(os.open)
