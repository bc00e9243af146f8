# Who is first, of everything that could be.
import asyncio
import concurrent.futures
import http.client
import threading
import time

order = []


def call(name):
    connection = http.client.HTTPSConnection('race.example.com')
    connection.request('GET', '/' + name.replace(' ', '-'))
    connection.getresponse().read()
    order.append(f'call {name}')


async def main(pool):
    loop = asyncio.get_running_loop()
    jobs = [loop.run_in_executor(pool, call, f'executor {n}') for n in range(3)]
    jobs += [asyncio.sleep(0.001 * n, order.append(f'asked {n}')) for n in range(3)]
    reader, writer = await asyncio.open_connection('race.example.com', 443, ssl=True)
    writer.write(b'GET /stream HTTP/1.1\r\nHost: race.example.com\r\n\r\n')
    jobs.append(reader.readuntil(b'\r\n\r\n'))
    await asyncio.gather(*jobs)
    writer.close()
    order.append('gathered')


def handler(event, context):
    order.clear()
    threads = [threading.Thread(target=call, args=(f'thread {n}',)) for n in range(3)]
    threads += [threading.Thread(target=lambda n=n: (time.sleep(0.002 * n), order.append(f'slept {n}'))) for n in range(3)]
    for thread in threads:
        thread.start()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        asyncio.run(main(pool))
    for thread in threads:
        thread.join()
    return order
