# urllib and http.client, with what can go wrong.
import http.client
import json
import socket
import ssl
import urllib.error
import urllib.request


def attempt(url, **options):
    try:
        with urllib.request.urlopen(url, timeout=5, **options) as response:
            return [response.status, json.load(response), response.headers['date']]
    except (urllib.error.URLError, OSError) as error:
        return f'{type(error).__name__} {error}'


def kept():
    connection = http.client.HTTPSConnection('a.example.com', timeout=10, context=ssl.create_default_context())
    answers = []
    for number in range(3):
        connection.request('PUT', f'/{number}', body=f'body {number}', headers={'Content-Type': 'text/plain'})
        answers.append(json.loads(connection.getresponse().read()))
    connection.request('POST', '/chunks', body=iter([b'ab', b'cd']), encode_chunked=True, headers={'Transfer-Encoding': 'chunked'})
    answers.append(json.loads(connection.getresponse().read()))
    connection.close()
    return answers


def handler(event, context):
    return {
        'plain': attempt('http://b.example.com:8080/x'), 'secure': attempt('https://b.example.com/x', context=ssl.create_default_context()),
        'kept': kept(), 'failed': [attempt(f'https://{name}.example.com/') for name in ('refused', 'missing', 'reset', 'slow')],
        'names': [socket.gethostbyname('b.example.com'), socket.getaddrinfo('b.example.com', 443, type=socket.SOCK_STREAM)[0][4]],
    }
