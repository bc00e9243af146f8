# Three sleeps made in one segment, and when each is over.
import threading
import time

log = []


def sleep(millis):
    time.sleep(millis / 1000)
    log.append(f'{millis}@{time.time_ns() // 1_000_000}')
    if millis == 10:
        sleep(1)


def handler(event, context):
    threads = [threading.Thread(target=sleep, args=(millis,)) for millis in (10, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return log
