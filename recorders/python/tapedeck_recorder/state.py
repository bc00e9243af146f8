"""What is true of the process: when it began, that it is cold once, and which invocation it serves. A function instance serves one at a time, so that
a thread of the function's belongs to it too, which a context variable would not know.
"""
import os
import time

from opentelemetry import context

SUPPRESSED = context._SUPPRESS_INSTRUMENTATION_KEY

invocation = None
_cold = True
_loaded_nanos = None
_init_calls = 0


def _began_nanos():
    """When the process was started, by the clock that counts since boot; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, field 22."""
    try:
        with open('/proc/self/stat', 'rb') as file:
            ticks = int(file.read().rpartition(b')')[2].split()[19])
        return ticks * 1_000_000_000 // os.sysconf('SC_CLK_TCK')
    except (OSError, ValueError, IndexError):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


_began = _began_nanos()


def observing():
    """The invocation that a request belongs to; None for the exporter's own, and for those before the first invocation, which are counted."""
    global _init_calls
    if context.get_value(SUPPRESSED):
        return None
    if invocation is None and _loaded_nanos is None:
        _init_calls += 1
    return invocation


def initialised():
    global _loaded_nanos
    _loaded_nanos = max(1, time.clock_gettime_ns(time.CLOCK_BOOTTIME) - _began)


def take_cold_start():
    """(nanoseconds of init, calls during it) for the first invocation, None for later ones."""
    global _cold
    if not _cold:
        return None
    _cold = False
    return _loaded_nanos, _init_calls
