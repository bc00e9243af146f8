# A thread that is not done when the handler returns: it goes on in the next invocation.
import threading
import time

log = []


def later():
    time.sleep(5)
    log.append(f'woke at {time.monotonic():.0f}')


def handler(event, context):
    if event['start']:
        threading.Thread(target=later, daemon=True).start()
    else:
        time.sleep(0.001)
    return log
