"""Threads as the kernel sees them: real ones, of which exactly one runs. A thread that waits hands the baton to the next one that is ready; where none
is, the segment has ended: the thread that found it so writes what was yielded, and reads the kernel's one decision, which makes somebody ready.

    run -> wait -> others ready? -> hand over, sleep for real until handed the baton
                -> nobody ready -> exchange with the kernel, until the decision wakes somebody
"""
from _collections import deque

from tapedeck_guest import channel, entropy, output, real, timers
from tapedeck_guest.segment import advance, segment


class Runner:
    """A thread. `gate` is a real lock that it sleeps on; `predecessor` waits until the thread that it succeeds is gone for good."""
    __slots__ = ('gate', 'ident', 'predecessor', 'at_end', 'at_end_join', 'real_ident', '__weakref__')

    def __init__(self, ident):
        self.ident = ident
        self.gate = real.allocate_lock()
        self.gate.acquire()
        self.predecessor = None
        self.at_end = []
        self.at_end_join = None
        self.real_ident = 0


MAIN_IDENT = 1
main = Runner(MAIN_IDENT)
main.real_ident = real.get_ident()
current = main
ready = deque()
# Connections by number (sockets.py); what the handler is to do next (handler.py).
connections = {}
orders = deque()


def wait():
    """The current thread has arranged to be woken; returns when it was."""
    global current
    me = current
    if real.get_ident() != me.real_ident:
        raise RuntimeError('a thread that a native library started waits: a replay cannot control it')
    if not ready:
        _rest()
    successor = ready.popleft()
    if successor is me:
        return
    successor.gate.release()
    me.gate.acquire()
    _take_over(me)


def _take_over(me):
    global current
    if me.predecessor is not None:
        me.predecessor()
        me.predecessor = None
    current = me


def yield_baton():
    """Everybody else who is ready goes first."""
    if ready:
        ready.append(current)
        wait()


def started(me):
    """The first thing a new thread does."""
    me.real_ident = real.get_ident()
    me.gate.acquire()
    _take_over(me)


def ended(joined):
    """The last thing a thread does. What it leaves behind is cleared away, and with it perhaps code of the user's runs, before its successor does."""
    if not ready:
        _rest()
    successor = ready.popleft()
    successor.predecessor = joined
    successor.gate.release()


def _rest():
    while not ready:
        output.send_rest()
        decision = channel.exchange(timers.earliest(), timers.earliest_fresh(), segment.read_clock, segment.drew_entropy)
        timers.settle(advance(decision))
        _decide(decision)


CLOCK_END = channel.CLOCK.size


def _decide(decision):
    kind = decision[0]
    if kind == channel.RECEIVED:
        number, end = channel.HEAD.unpack_from(decision, CLOCK_END)
        connection = connections.get(number)
        if connection is not None:
            connection.received(decision[CLOCK_END + 5:], end == 1)
    elif kind == channel.TIMER:
        timers.fire_earliest()
    elif kind == channel.ERROR:
        number, = channel.LENGTH.unpack_from(decision, CLOCK_END)
        connection = connections.get(number)
        if connection is not None:
            connection.failed(decision[CLOCK_END + 4:].decode())
    elif kind in (channel.START, channel.INVOKE):
        entropy.seed(decision[CLOCK_END:CLOCK_END + 16])
        orders.append(decision)
        ready.append(main)
    else:
        raise RuntimeError(f'control channel: no such frame: {kind}')


def next_order():
    """For the main thread: the next START or INVOKE, from behind clock and entropy."""
    wait()
    return orders.popleft()
