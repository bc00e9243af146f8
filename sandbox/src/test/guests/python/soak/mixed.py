# Something of everything, in an order that is drawn: sleeps, calls, threads, tasks, ids, logs.
import asyncio
import concurrent.futures
import http.client
import random
import threading
import time
import uuid


def call(path):
    connection = http.client.HTTPConnection('api.example.com')
    connection.request('GET', path)
    date = connection.getresponse().getheader('date')
    connection.close()
    return date


def together(function):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(function, range(4)))


def handed():
    done = threading.Event()
    threading.Timer(random.random(), done.set).start()
    return done.wait(0.5)


async def tasks():
    return await asyncio.gather(*(asyncio.sleep(random.random(), i) for i in range(4)))


DEEDS = [
    lambda: time.sleep(random.randrange(1, 5000) / 1000),
    lambda: time.sleep(random.random()),
    lambda: call(f'/{uuid.uuid4()}'),
    lambda: together(lambda i: time.sleep(random.random())),
    lambda: together(lambda i: call(f'/{i}')),
    handed,
    lambda: asyncio.run(tasks()),
    lambda: print(time.time(), uuid.uuid4(), time.monotonic()),
]


def handler(event, context):
    for _ in range(event['count']):
        random.choice(DEEDS)()
    return str(uuid.uuid4())
