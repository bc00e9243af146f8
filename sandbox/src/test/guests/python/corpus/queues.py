# Queues of every kind between threads.
import queue
import threading
import time


def produce(target, count):
    for number in range(count):
        time.sleep(0.01)
        target.put(number)
    target.put(None)


def drain(source):
    items = []
    while (item := source.get(timeout=5)) is not None:
        items.append(item)
    return items


def handler(event, context):
    drained = {}
    for kind in (queue.Queue, queue.SimpleQueue, queue.LifoQueue):
        source = kind()
        threading.Thread(target=produce, args=(source, 4)).start()
        drained[kind.__name__.lstrip('_Py')] = drain(source)
    narrow = queue.Queue(maxsize=1)
    threading.Thread(target=produce, args=(narrow, 3)).start()
    time.sleep(0.1)
    drained['narrow'] = drain(narrow)
    try:
        queue.Queue().get(timeout=0.5)
    except queue.Empty:
        drained['empty'] = time.monotonic()
    return drained
