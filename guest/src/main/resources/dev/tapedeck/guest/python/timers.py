"""What waits for a moment: sleeps, and waits with a time-out. The guest keeps them sorted and tells the kernel only the earliest; the kernel fires
one at a time.

    made in this segment: `fresh`  --next decision, moved by the compute charged-->  `heap`  --TIMER-->  fired
"""
from _heapq import heappop, heappush

from tapedeck_guest.segment import quiet_nanos

NEVER = float('inf')

_heap = []
_fresh = []
_sequence = 0


class Timer:
    __slots__ = ('due', 'sequence', 'wake')

    def __init__(self, due, wake):
        global _sequence
        _sequence += 1
        self.due = due
        self.sequence = _sequence
        # None once it has fired or was cancelled
        self.wake = wake

    def __lt__(self, other):
        return (self.due, self.sequence) < (other.due, other.sequence)

    def cancel(self):
        self.wake = None


def after(nanos, wake):
    timer = Timer(quiet_nanos() + nanos, wake)
    _fresh.append(timer)
    return timer


def settle(charged):
    """Begins a segment: the timers of the last one move by the compute that the kernel charged for it."""
    for timer in _fresh:
        if timer.wake is not None:
            timer.due += charged
            heappush(_heap, timer)
    _fresh.clear()


def _drop_cancelled():
    while _heap and _heap[0].wake is None:
        heappop(_heap)


def earliest():
    _drop_cancelled()
    return _heap[0].due if _heap else NEVER


def earliest_fresh():
    return min((timer.due for timer in _fresh if timer.wake is not None), default=NEVER)


def fire_earliest():
    _drop_cancelled()
    if _heap and _heap[0].due <= quiet_nanos():
        timer = heappop(_heap)
        wake, timer.wake = timer.wake, None
        wake()
