"""select, poll and epoll over the descriptors of endpoints.py, and through them `selectors` and asyncio's event loop. A real descriptor (a pipe, say) is
asked without waiting: what it would wait for is nothing that the kernel knows.
"""
import select

from tapedeck_guest import endpoints, imports, threads, timers, turn
from tapedeck_guest.real import builtin
from tapedeck_guest.report import uncontrolled

IN, OUT, ERR, HUP = 1, 4, 8, 16
real_poll = select.poll


def events_of(descriptor, wanted):
    """Which of the wanted events hold now, as poll has them."""
    endpoint = endpoints.of(descriptor)
    if endpoint is None:
        return _events_of_the_system(descriptor, wanted)
    found = 0
    if wanted & IN and endpoint.readable():
        found |= IN
    if wanted & OUT and endpoint.writable():
        found |= OUT
    return found | (ERR | HUP if endpoint.hung_up() else 0)


def _events_of_the_system(descriptor, wanted):
    poller = real_poll()
    poller.register(descriptor, wanted & (IN | OUT))
    found = poller.poll(0)
    return found[0][1] if found else 0


def await_any(wanted, timeout):
    """`wanted` holds pairs of descriptor and events; `timeout` is in seconds, None for ever. The pairs that hold, in the order given."""
    found = _holding(wanted)
    if found or timeout is not None and timeout <= 0:
        return found
    _sleep_until_changed(wanted, timeout)
    return _holding(wanted)


def _holding(wanted):
    found = []
    for descriptor, events in wanted:
        held = events_of(descriptor, events)
        if held:
            found.append((descriptor, held))
    return found


def _sleep_until_changed(wanted, timeout):
    me = turn.current
    woken = False

    def wake():
        nonlocal woken
        if not woken:
            woken = True
            turn.ready.append(me)

    for descriptor, events in wanted:
        endpoint = endpoints.of(descriptor)
        if endpoint is None:
            uncontrolled('waiting for a descriptor of the system')
        else:
            if events & IN:
                endpoint.wants_bytes()
            endpoint.watchers.append(wake)
    timer = timers.after(threads.nanos_of(timeout), wake) if timeout is not None else None
    turn.wait()
    if timer is not None:
        timer.cancel()
    for descriptor, _ in wanted:
        endpoint = endpoints.of(descriptor)
        if endpoint is not None and wake in endpoint.watchers:
            endpoint.watchers.remove(wake)


def descriptor_of(file):
    return file if isinstance(file, int) else file.fileno()


class Poll:
    """As select.poll has it: time-outs are in milliseconds."""

    def __init__(self):
        self._wanted = {}

    def register(self, file, events=IN | 2 | OUT):
        self._wanted[descriptor_of(file)] = events

    def modify(self, file, events):
        if descriptor_of(file) not in self._wanted:
            raise FileNotFoundError(2, 'No such file or directory')
        self._wanted[descriptor_of(file)] = events

    def unregister(self, file):
        del self._wanted[descriptor_of(file)]

    def poll(self, timeout=None):
        return await_any(list(self._wanted.items()), None if timeout is None or timeout < 0 else timeout / 1000)


class Epoll:
    """As select.epoll has it: time-outs are in seconds. Always level-triggered."""

    def __init__(self, sizehint=-1, flags=0):
        self._wanted = {}
        self.closed = False

    def register(self, file, eventmask=IN | 2 | OUT):
        descriptor = descriptor_of(file)
        if descriptor in self._wanted:
            raise FileExistsError(17, 'File exists')
        self._wanted[descriptor] = eventmask

    def modify(self, file, eventmask):
        self.check(file)
        self._wanted[descriptor_of(file)] = eventmask

    def unregister(self, file):
        self.check(file)
        del self._wanted[descriptor_of(file)]

    def check(self, file):
        if descriptor_of(file) not in self._wanted:
            raise FileNotFoundError(2, 'No such file or directory')

    def poll(self, timeout=None, maxevents=-1):
        found = await_any(list(self._wanted.items()), None if timeout is None or timeout < 0 else timeout)
        return found if maxevents <= 0 else found[:maxevents]

    def fileno(self):
        return endpoints.FIRST_DESCRIPTOR - 1

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def select_any(readers, writers, others, timeout=None):
    if timeout is not None and timeout < 0:
        raise ValueError('timeout must be non-negative')
    wanted = {}
    for files, event in ((readers, IN), (writers, OUT)):
        for file in files:
            wanted[descriptor_of(file)] = wanted.get(descriptor_of(file), 0) | event
    found = dict(await_any(list(wanted.items()), timeout))

    def holding(files, event):
        return [file for file in files if found.get(descriptor_of(file), 0) & (event | ERR)]
    return holding(readers, IN), holding(writers, OUT), []


def _patch_selectors(module):
    """asyncio's choice. It need not round time-outs up to milliseconds, since nobody waits for them."""

    class VirtualSelector(module._BaseSelectorImpl):
        def select(self, timeout=None):
            keys = self._fd_to_key
            wanted = [(fd, (IN if key.events & module.EVENT_READ else 0) | (OUT if key.events & module.EVENT_WRITE else 0)) for fd, key in keys.items()]
            ready = []
            for fd, events in await_any(wanted, timeout):
                key = keys.get(fd)
                if key is not None:
                    held = (module.EVENT_READ if events & ~OUT else 0) | (module.EVENT_WRITE if events & ~IN else 0)
                    ready.append((key, held & key.events))
            return ready

    module.DefaultSelector = VirtualSelector


def install(greeting):
    select.select = builtin(select_any)
    select.poll = Poll
    select.epoll = Epoll
    imports.when('selectors', _patch_selectors)
