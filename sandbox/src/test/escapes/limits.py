"""One attempt to use up the machine, of a size that is given and no more. Prints `escaped` where all of it was to be had, else what stopped it."""
import os
import resource
import signal
import sys
import threading


def processes(wanted):
    """That many children at once."""
    children = []
    door, held = os.pipe()
    try:
        for _ in range(int(wanted)):
            child = os.fork()
            if child == 0:
                os.close(held)
                os.read(door, 1)
                os._exit(0)
            children.append(child)
    finally:
        os.close(held)
        for child in children:
            os.waitpid(child, 0)


def threads(wanted):
    door = threading.Event()
    started = []
    threading.stack_size(256 << 10)  # on arm64 no less than 128 KB is taken
    try:
        for _ in range(int(wanted)):
            thread = threading.Thread(target=door.wait)
            thread.start()
            started.append(thread)
    finally:
        door.set()
        for thread in started:
            thread.join()


def generations(wanted):
    """Each child starts the next, and all of them wait for the last: who ends them by number comes too late."""
    first = os.getpid()
    try:
        for _ in range(int(wanted)):
            child = os.fork()
            if child:
                _, status = os.waitpid(child, 0)
                if status:
                    raise OSError("a generation could not be born")
                break
    except OSError:
        if os.getpid() == first:
            raise
        os._exit(1)
    if os.getpid() != first:
        os._exit(0)


def memory(megabytes):
    held = []
    for _ in range(int(megabytes)):
        held.append(bytearray(b"x" * (1 << 20)))


def memory_of_children(megabytes):
    """The same by four at once, of whom none holds much."""
    children = []
    (door, held), (heard, said) = os.pipe(), os.pipe()
    for _ in range(4):
        child = os.fork()
        if child == 0:
            try:
                os.close(held)
                kept = [bytearray(b"x" * (1 << 20)) for _ in range(int(megabytes) // 4)]
                os.write(said, b".")
                os.close(said)
                os.read(door, 1)
                os._exit(len(kept) == 0)
            finally:
                os._exit(2)
        children.append(child)
    os.close(said)
    full = 0
    while full < 4 and os.read(heard, 1):
        full += 1
    os.close(held)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        raise MemoryError("children ended with %s" % sorted(set(statuses)))


def disk(directory, megabytes):
    path = os.path.join(directory, "full")
    try:
        with open(path, "wb") as file:
            for _ in range(int(megabytes)):
                file.write(b"x" * (1 << 20))
    finally:
        os.unlink(path)


def file(directory, megabytes):
    """One file, with nothing in it, of that size."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    path = os.path.join(directory, "large")
    try:
        with open(path, "wb") as large:
            large.truncate(int(megabytes) << 20)
    finally:
        os.unlink(path)


def in_memory_file(megabytes):
    """The same, where there is no directory."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.ftruncate(os.memfd_create("large"), int(megabytes) << 20)


def descriptors(wanted):
    opened = []
    try:
        for _ in range(int(wanted)):
            opened.append(os.open("/dev/null", os.O_RDONLY))
    finally:
        for one in opened:
            os.close(one)


def raised(wanted):
    """Its own limit, raised, and then used."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, int(wanted) + 16), max(most, int(wanted) + 16)))
    descriptors(wanted)


def processors(seconds):
    """Two at once, each as long."""
    child = os.fork()
    while os.times().user < float(seconds):
        pass
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


try:
    globals()[sys.argv[1]](*sys.argv[2:])
    outcome = "escaped"
except BaseException as error:  # noqa: BLE001: whatever stopped it is the outcome
    outcome = "%s: %s" % (type(error).__name__, error)
os.write(4, outcome.encode())
