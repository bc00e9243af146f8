"""`_thread` once more, on the baton (turn.py): locks that only the baton's holder touches, so that they need no lock themselves; threads that start when
their turn comes. `threading`, `queue` and everything on top of them come through here, since nothing but this module knows how to wait.

A lock is handed to whoever waited longest.
"""
import _thread
import sys
from _collections import deque

from tapedeck_guest import imports, real, timers, turn

SECOND = 1_000_000_000
TIMEOUT_MAX = _thread.TIMEOUT_MAX


def nanos_of(timeout):
    """At least one for anything above zero: who asks again until a moment has come must get there."""
    if timeout > TIMEOUT_MAX:
        raise OverflowError('timeout value is too large')
    return max(round(timeout * SECOND), timeout > 0)


def check_timeout(blocking, timeout):
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError('timeout value must be a non-negative number')


class Waiter:
    """A thread in a queue, until it is woken by what it waits for or by its timer, whichever comes first."""
    __slots__ = ('runner', 'granted', 'timer')

    def __init__(self, queue, timeout):
        self.runner = turn.current
        self.granted = False
        queue.append(self)
        self.timer = None
        if timeout >= 0:
            def expire():
                queue.remove(self)
                turn.ready.append(self.runner)
            self.timer = timers.after(nanos_of(timeout), expire)
        turn.wait()

    def grant(self):
        self.granted = True
        if self.timer is not None:
            self.timer.cancel()
        turn.ready.append(self.runner)


class lock:
    """A lock that is handed on, oldest waiter first."""
    __slots__ = ('_held', '_queue', '__weakref__')

    def __init__(self):
        self._held = False
        self._queue = None

    def acquire(self, blocking=True, timeout=-1):
        if timeout != -1 or not blocking:
            check_timeout(blocking, timeout)
        if not self._held:
            self._held = True
            return True
        if not blocking or timeout == 0:
            return False
        if self._queue is None:
            self._queue = deque()
        return Waiter(self._queue, timeout).granted

    def release(self):
        if not self._held:
            raise RuntimeError('release unlocked lock')
        if self._queue:
            self._queue.popleft().grant()
        else:
            self._held = False

    def locked(self):
        return self._held

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()

    def _at_fork_reinit(self):
        self._held = False

    def __repr__(self):
        return f'<{"locked" if self._held else "unlocked"} _thread.lock object>'


class RLock:
    """A lock that its owner may take again."""
    __slots__ = ('_owner', '_count', '_queue', '__weakref__')

    def __init__(self):
        self._owner = None
        self._count = 0
        self._queue = None

    def acquire(self, blocking=True, timeout=-1):
        if timeout != -1 or not blocking:
            check_timeout(blocking, timeout)
        me = turn.current
        if self._owner is me:
            self._count += 1
            return True
        if self._owner is None:
            self._owner = me
            self._count = 1
            return True
        if not blocking or timeout == 0:
            return False
        if self._queue is None:
            self._queue = deque()
        return Waiter(self._queue, timeout).granted

    def release(self):
        if self._owner is not turn.current:
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1
        if self._count == 0:
            self._hand_on()

    def _hand_on(self):
        if self._queue:
            waiter = self._queue.popleft()
            self._owner = waiter.runner
            self._count = 1
            waiter.grant()
        else:
            self._owner = None

    def locked(self):
        return self._owner is not None

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()

    def _is_owned(self):
        return self._owner is turn.current

    def _recursion_count(self):
        return self._count if self._owner is turn.current else 0

    def _release_save(self):
        if self._count == 0:
            raise RuntimeError('cannot release un-acquired lock')
        saved = self._count, self._owner
        self._count = 0
        self._hand_on()
        return saved

    def _acquire_restore(self, saved):
        self.acquire()
        self._count, self._owner = saved

    def _at_fork_reinit(self):
        self._owner = None
        self._count = 0

    def __repr__(self):
        return f'<{"locked" if self._count else "unlocked"} _thread.RLock object owner={self._owner and self._owner.ident or 0} count={self._count}>'


_last_ident = turn.MAIN_IDENT


def new_runner():
    global _last_ident
    _last_ident += 1
    return turn.Runner(_last_ident)


def run(runner, function, args, kwargs):
    """The body of every thread that Python starts."""
    turn.started(runner)
    gone = real.set_sentinel() if real.set_sentinel is not None else None
    if gone is not None:
        gone.acquire()
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException:
        import traceback
        sys.stderr.write(f'Exception ignored in thread started by: {function!r}\n{traceback.format_exc()}')
    del function, args, kwargs
    for finish in runner.at_end:
        finish()
    turn.ended(gone.acquire if gone is not None else runner.at_end_join)


def start_new_thread(function, args, kwargs=None):
    if not callable(function):
        raise TypeError('first arg must be callable')
    if not isinstance(args, tuple):
        raise TypeError('2nd arg must be a tuple')
    return start(new_runner(), function, args, kwargs or {})


def start(runner, function, args, kwargs):
    if real.start_joinable_thread is not None:
        handle = real.start_joinable_thread(lambda: run(runner, function, args, kwargs))
        runner.at_end_join = handle.join
    else:
        real.start_new_thread(run, (runner, function, args, kwargs))
    turn.ready.append(runner)
    return runner.ident


def _set_sentinel():
    """Up to 3.12: a lock that is released when the thread is gone."""
    sentinel = lock()

    def release():
        if sentinel.locked():
            sentinel.release()
    turn.current.at_end.append(release)
    return sentinel


class _ThreadHandle:
    """From 3.13 on: what a thread is joined by."""

    def __init__(self):
        self.ident = None
        self._done = False
        self._queue = deque()

    def is_done(self):
        return self._done

    def _set_done(self):
        self._done = True
        while self._queue:
            self._queue.popleft().grant()

    def join(self, timeout=None):
        if self.ident is not None and self.ident == turn.current.ident and not self._done:
            raise RuntimeError('Cannot join current thread')
        if not self._done and (timeout is None or timeout > 0):
            Waiter(self._queue, -1 if timeout is None else timeout)


def start_joinable_thread(function, handle=None, daemon=True):
    handle = handle if handle is not None else _ThreadHandle()
    runner = new_runner()
    handle.ident = runner.ident
    runner.at_end.append(handle._set_done)
    start(runner, function, (), {})
    return handle


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


def get_ident():
    return turn.current.ident


def _plain_queue(module):
    """The one that is written in C waits where nobody sees it."""
    module.SimpleQueue = module._PySimpleQueue


# As theirs are: some programs tell by it that they have the real ones.
lock.__module__ = RLock.__module__ = '_thread'


def install():
    replaced = {
        'allocate_lock': lock, 'allocate': lock, 'LockType': lock, 'RLock': RLock, 'start_new_thread': start_new_thread, 'start_new': start_new_thread,
        'get_ident': get_ident, 'get_native_id': get_ident,
    }
    if hasattr(_thread, 'lock'):
        replaced['lock'] = lock
    if real.set_sentinel is not None:
        replaced['_set_sentinel'] = _set_sentinel
    if real.start_joinable_thread is not None:
        replaced.update(start_joinable_thread=start_joinable_thread, _ThreadHandle=_ThreadHandle, _make_thread_handle=_make_thread_handle,
                        _get_main_thread_ident=lambda: turn.MAIN_IDENT, _shutdown=lambda: None)
    for name, value in replaced.items():
        setattr(_thread, name, value)
    # what starts up waits for the interpreter until the running thread waits anyway
    sys.setswitchinterval(1e6)
    sys.setswitchinterval = lambda interval: None
    imports.when('queue', _plain_queue)
