import asyncio
import concurrent.futures
import http.client
import logging
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

BASE = os.environ['DEPENDENCY']


def of_http(path='/', method='GET', headers={}, body=None):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(BASE).netloc)
    connection.request(method, path, None if body is None else body.encode(), headers)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def of_urllib(path='/', method='GET', headers={}, body=None):
    request = urllib.request.Request(BASE + path, None if body is None else body.encode(), headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def of_urllib3(path='/', method='GET', headers={}, body=None):
    import urllib3
    return urllib3.request(method, BASE + path, headers=headers, body=body and body.encode(), retries=False).data.decode()


def of_requests(path='/', method='GET', headers={}, body=None):
    import requests
    return requests.request(method, BASE + path, headers=headers, data=body and body.encode()).text


def of_httpx(path='/', method='GET', headers={}, body=None):
    import httpx
    return httpx.request(method, BASE + path, headers=headers, content=body and body.encode()).text


def of_httpx_async(path='/', method='GET', headers={}, body=None):
    import httpx

    async def ask():
        async with httpx.AsyncClient() as client:
            return (await client.request(method, BASE + path, headers=headers, content=body and body.encode())).text
    return asyncio.run(ask())


def of_aiohttp(path='/', method='GET', headers={}, body=None):
    import aiohttp

    async def ask():
        async with aiohttp.ClientSession() as session:
            async with session.request(method, BASE + path, headers=headers, data=body and body.encode()) as answer:
                return await answer.text()
    return asyncio.run(ask())


CLIENTS = {'http': of_http, 'urllib': of_urllib, 'urllib3': of_urllib3, 'requests': of_requests, 'httpx': of_httpx, 'httpx async': of_httpx_async,
           'aiohttp': of_aiohttp}


# ---- what a test wants done, named by the event ----

def nothing():
    return None


def call(client, **options):
    return CLIENTS[client](**options)


def refused(client):
    global BASE
    real, BASE = BASE, 'http://127.0.0.1:1'
    try:
        return call(client)
    except Exception as error:
        return type(error).__name__
    finally:
        BASE = real


def late(client):
    import httpx
    import requests
    import urllib3
    deeds = {
        'urllib': lambda: urllib.request.urlopen(BASE, timeout=0.2).read(),
        'urllib3': lambda: urllib3.request('GET', BASE, timeout=0.2, retries=False),
        'requests': lambda: requests.get(BASE, timeout=0.2),
        'httpx': lambda: httpx.get(BASE, timeout=0.2),
        'aiohttp': late_aiohttp,
    }
    try:
        deeds[client]()
    except Exception:
        return 'late'


def late_aiohttp():
    import aiohttp

    async def ask():
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.2)) as session:
            async with session.get(BASE) as answer:
                await answer.read()
    asyncio.run(ask())


def secure():
    """An attempt at TLS with what is none: urllib3 fails before it has begun a request."""
    import urllib3
    try:
        urllib3.request('GET', BASE.replace('http:', 'https:') + '/tls', retries=False)
    except urllib3.exceptions.HTTPError as error:
        return type(error).__name__


def parallel(paths):
    with concurrent.futures.ThreadPoolExecutor(len(paths)) as pool:
        return list(pool.map(of_urllib, paths))


def gathered(paths):
    import aiohttp

    async def ask():
        async with aiohttp.ClientSession() as session:
            async def one(path):
                async with session.get(BASE + path) as answer:
                    return await answer.text()
            return await asyncio.gather(*map(one, paths))
    return asyncio.run(ask())


def unread(client):
    import requests
    import httpx
    if client == 'requests':
        requests.get(BASE, stream=True).close()
    elif client == 'httpx':
        with httpx.stream('GET', BASE):
            pass
    else:
        answer = urllib.request.urlopen(BASE)
        answer.read(10)
        answer.close()


def streamed(client):
    import httpx
    import requests
    parts = [b'one ', b'two ', b'three']
    if client == 'requests':
        return requests.post(BASE, data=iter(parts)).text
    if client == 'http':
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(BASE).netloc)
        connection.request('POST', '/', iter(parts))
        return connection.getresponse().read().decode()
    return httpx.post(BASE, content=iter(parts)).text


def throws():
    raise TypeError('no such invoice')


def writes(lines):
    for line in lines:
        print(line)


def logs(message):
    logging.getLogger().warning(message)


def prints(text):
    sys.stdout.write(text)


def binary():
    urllib.request.urlopen(urllib.request.Request(BASE, b'\xff\xfe\x00', method='POST')).read()


def circular():
    result = {}
    result['self'] = result
    return result


def number():
    import decimal
    return {'amount': decimal.Decimal('12.50'), 'count': decimal.Decimal(3)}


def aws(calls=1):
    import boto3
    from botocore.config import Config
    client = boto3.client('sqs', region_name='eu-west-1', endpoint_url=BASE, aws_access_key_id='AKIAIOSFODNN7EXAMPLE', aws_secret_access_key='secret',
                          config=Config(retries={'mode': 'standard', 'max_attempts': 2}))
    return [client.send_message(QueueUrl=BASE + '/1/work', MessageBody='{"n":1}')['MessageId'] for _ in range(calls)]


def stores(text):
    import boto3
    client = boto3.client('s3', region_name='eu-west-1', endpoint_url=BASE, aws_access_key_id='AKIAIOSFODNN7EXAMPLE', aws_secret_access_key='secret')
    client.put_object(Bucket='shelf', Key='note', Body=text.encode())


def handler(event, context):
    options = dict(event)
    deed = options.pop('deed', 'nothing')
    return globals()[deed](**{name: item for name, item in options.items() if name not in ('pin', 'iban', 'name', 'headers', 'Records', 'requestContext')
                              or deed == 'call'})
