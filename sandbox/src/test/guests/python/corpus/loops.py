# asyncio: tasks, time-outs, locks, queues, executors, and which of them is first.
import asyncio
import time

order = []


async def step(name, delay):
    await asyncio.sleep(delay)
    order.append(name)
    return name


async def main():
    order.clear()
    loop = asyncio.get_running_loop()
    results = await asyncio.gather(step('c', 0.03), step('a', 0.01), step('b', 0.02), step('zero', 0))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(step(f't{number}', 0.01)) for number in range(3)]
    try:
        await asyncio.wait_for(step('never', 100), timeout=1)
    except asyncio.TimeoutError:
        order.append('timed out')
    try:
        async with asyncio.timeout(0.5):
            await asyncio.Event().wait()
    except TimeoutError:
        order.append('timed out again')
    lock, queue = asyncio.Lock(), asyncio.Queue()
    async with lock:
        loop.call_later(0.2, queue.put_nowait, 'later')
        order.append(await queue.get())
    order.append(await loop.run_in_executor(None, lambda: time.sleep(0.1) or 'executor'))
    order.append(await asyncio.to_thread(step.__name__.upper))
    return [results, [task.result() for task in tasks], loop.time()]


def handler(event, context):
    return [asyncio.run(main()), order]
