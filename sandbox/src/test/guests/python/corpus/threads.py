# Threads that share: locks, conditions, events, semaphores, barriers, thread-locals, timers.
import threading
import time

order = []
lock = threading.Lock()
again = threading.RLock()
local = threading.local()


def worker(number, barrier, gate):
    local.number = number
    time.sleep(0.01 * (5 - number))
    with lock, again, again:
        order.append(local.number)
    with gate:
        time.sleep(0.005)
    order.append(f'{threading.current_thread().name} {barrier.wait()}')


def handler(event, context):
    order.clear()
    barrier, gate = threading.Barrier(5), threading.BoundedSemaphore(2)
    threads = [threading.Thread(target=worker, args=(n, barrier, gate), name=f'w{n}') for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bell, condition = threading.Event(), threading.Condition()
    threading.Timer(0.5, bell.set).start()
    waits = [bell.wait(0.1), bell.wait(1)]
    with condition:
        waits.append(condition.wait_for(lambda: False, timeout=0.2))
    late = threading.Thread(target=time.sleep, args=(3,), daemon=True)
    late.start()
    late.join(1)
    waits += [late.is_alive(), lock.acquire(timeout=0.1), lock.acquire(timeout=0.1), lock.acquire(blocking=False)]
    lock.release()
    return {'order': order, 'waits': waits, 'at': time.monotonic(), 'threads': [threading.get_ident(), threading.get_native_id(), threading.active_count()]}
