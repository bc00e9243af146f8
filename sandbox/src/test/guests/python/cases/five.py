# Five calls at once, by threads, by a pool or by one loop: in which order do they come back?
import asyncio
import concurrent.futures
import http.client
import threading

order = []


def call(number):
    connection = http.client.HTTPSConnection('five.example.com')
    connection.request('GET', f'/{number}')
    connection.getresponse().read()
    order.append(number)


async def stream(number):
    reader, writer = await asyncio.open_connection('five.example.com', 443, ssl=True)
    writer.write(f'GET /{number} HTTP/1.1\r\nHost: five.example.com\r\n\r\n'.encode())
    await reader.readuntil(b'\r\n\r\n')
    order.append(number)
    writer.close()


async def gather():
    await asyncio.gather(*(stream(number) for number in range(5)))


def handler(event, context):
    order.clear()
    if event['how'] == 'gather':
        asyncio.run(gather())
    elif event['how'] == 'pool':
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            list(pool.map(call, range(5)))
    else:
        threads = [threading.Thread(target=call, args=(number,)) for number in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return order
