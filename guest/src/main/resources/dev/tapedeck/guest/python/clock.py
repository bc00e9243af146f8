"""time, datetime and what stands on them read the segment's virtual clocks. A datetime made here is a real datetime: only the two methods that read the
system's clock themselves are replaced, in the type's own dictionary, before anybody has looked them up.
"""
import gc
import os
import time

from tapedeck_guest import imports, timers, turn
from tapedeck_guest.real import builtin
from tapedeck_guest.segment import epoch_nanos, monotonic_nanos, spun_nanos
from tapedeck_guest.threads import nanos_of

SECOND = 1_000_000_000
MICRO = 1_000

# A machine that has been up for an hour: programs compare with a moment zero that was "long ago".
UP_NANOS = 3600 * SECOND


def sleep(seconds):
    if seconds < 0:
        raise ValueError('sleep length must be non-negative')
    if seconds == 0:
        turn.yield_baton()
        return
    me = turn.current
    timers.after(nanos_of(seconds), lambda: turn.ready.append(me))
    turn.wait()


def since_boot_nanos():
    return monotonic_nanos() + UP_NANOS


def clock_nanos(clock):
    if clock in (time.CLOCK_REALTIME, 5, 11):
        return epoch_nanos()
    return spun_nanos() if clock in (time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID) else since_boot_nanos()


def _seconds(nanos):
    return builtin(lambda: nanos() / SECOND)


def _with_default(function):
    """gmtime, localtime and ctime of now, where nobody says of when."""
    return builtin(lambda seconds=None: function(epoch_nanos() // SECOND if seconds is None else seconds))


def _install_time():
    read = {'time': epoch_nanos, 'monotonic': since_boot_nanos, 'perf_counter': since_boot_nanos, 'process_time': spun_nanos, 'thread_time': spun_nanos}
    for name, nanos in read.items():
        setattr(time, name, _seconds(nanos))
        setattr(time, f'{name}_ns', builtin(nanos))
    for name in ('gmtime', 'localtime', 'ctime'):
        setattr(time, name, _with_default(getattr(time, name)))
    strftime, asctime = time.strftime, time.asctime
    time.strftime = builtin(lambda form, moment=None: strftime(form, time.localtime() if moment is None else moment))
    time.asctime = builtin(lambda moment=None: asctime(time.localtime() if moment is None else moment))
    time.clock_gettime_ns = builtin(clock_nanos)
    time.clock_gettime = builtin(lambda clock: clock_nanos(clock) / SECOND)
    time.sleep = builtin(sleep)


def _install_times_of_processes():
    times = os.times_result
    os.times = builtin(lambda: times((spun_nanos() / SECOND, 0.0, 0.0, 0.0, since_boot_nanos() / SECOND)))


def _patch_datetime(module):
    def now(cls, tz=None):
        seconds, nanos = divmod(epoch_nanos(), SECOND)
        return cls.fromtimestamp(seconds, tz).replace(microsecond=nanos // MICRO)

    def utcnow(cls):
        seconds, nanos = divmod(epoch_nanos(), SECOND)
        return cls.fromtimestamp(seconds, module.timezone.utc).replace(microsecond=nanos // MICRO, tzinfo=None)

    methods, = (found for found in gc.get_referents(module.datetime.__dict__) if isinstance(found, dict))
    methods['now'] = classmethod(now)
    methods['utcnow'] = classmethod(utcnow)


def install(greeting):
    _install_time()
    _install_times_of_processes()
    imports.when('datetime', _patch_datetime)
