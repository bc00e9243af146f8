# Signals that come by the clock.
import signal


def attempt(call, *args):
    try:
        return repr(call(*args))
    except OSError as error:
        return str(error)


def handler(event, context):
    return [attempt(signal.alarm, 1), attempt(signal.setitimer, signal.ITIMER_REAL, 1), attempt(signal.pause), attempt(signal.sigtimedwait, [signal.SIGUSR1], 1)]
