"""What is true of the segment that runs now: the kernel's clock at its start, and whether it has read a clock or drawn anything random. Every hook
reads its time here, so that a control test with one hook off leaves the others as they are. Moments are whole nanoseconds.
"""
from tapedeck_guest.channel import CLOCK

SPIN_READS = 10_000
SPIN_STRIDE = 100
MILLI = 1_000_000

# From here on a draw may be a pool of random bytes kept for later.
POOL_BYTES = 128


class Segment:
    __slots__ = ('monotonic', 'wall', 'ahead', 'spun', 'reads', 'read_clock', 'drew_entropy', 'holds_pool')

    def __init__(self):
        self.monotonic = self.wall = 0
        # how far a busy loop has pushed this guest's clocks ahead of the kernel's, and how far all of them together
        self.ahead = self.spun = 0
        self.reads = 0
        self.read_clock = self.drew_entropy = self.holds_pool = False


segment = Segment()


def advance(decision):
    """Takes the kernel's clock from a decision, and returns the compute charged. Monotonic time never goes back: what a busy loop ran ahead is only
    given up as the kernel catches up."""
    _, monotonic, wall_millis, nanos_of_milli, charged = CLOCK.unpack_from(decision)
    before = segment.monotonic + segment.ahead
    segment.monotonic = int(monotonic)
    segment.wall = int(wall_millis) * MILLI + nanos_of_milli
    segment.ahead = max(0, before - segment.monotonic)
    segment.read_clock = False
    segment.drew_entropy = segment.holds_pool
    segment.reads = 0
    return int(charged)


def read():
    """Every clock read counts. A loop that waits for time to pass gets some, by a rule that depends on nothing but the number of reads."""
    segment.read_clock = True
    segment.reads += 1
    if segment.reads > SPIN_READS and segment.reads % SPIN_STRIDE == 0:
        segment.ahead += MILLI
        segment.spun += MILLI


def monotonic_nanos():
    read()
    return segment.monotonic + segment.ahead


def epoch_nanos():
    read()
    return segment.wall + segment.ahead


def spun_nanos():
    """What stands for processor time: none, but for what busy loops were given."""
    read()
    return segment.spun


def quiet_nanos():
    """For timers: the moment without its being a read."""
    return segment.monotonic + segment.ahead


def drew(size):
    segment.drew_entropy = True
    if size >= POOL_BYTES:
        segment.holds_pool = True
