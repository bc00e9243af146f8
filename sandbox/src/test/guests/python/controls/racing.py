# Threads that are not held back: who writes when is the system's choice.
import sys
import threading

log = []


def write(name):
    for _ in range(20_000):
        if not log or log[-1] != name:
            log.append(name)


def handler(event, context):
    sys.setswitchinterval(1e-6)
    log.clear()
    threads = [threading.Thread(target=write, args=(name,)) for name in 'abc']
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ''.join(log)[:200]
