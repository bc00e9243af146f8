# ThreadPoolExecutor: as they are asked for, and as they come.
import concurrent.futures
import time


def work(number):
    time.sleep(number % 3 / 100)
    return number


def handler(event, context):
    with concurrent.futures.ThreadPoolExecutor(max_workers=3) as pool:
        mapped = list(pool.map(work, range(6)))
        futures = [pool.submit(work, number) for number in range(6)]
        came = [future.result() for future in concurrent.futures.as_completed(futures)]
        slow = pool.submit(time.sleep, 5)
        done, pending = concurrent.futures.wait([slow], timeout=1)
        try:
            slow.result(timeout=1)
        except concurrent.futures.TimeoutError as error:
            came.append(type(error).__name__)
    return {'mapped': mapped, 'came': came, 'pending': len(pending), 'at': time.monotonic()}
