# requests and urllib3: sessions, retries, time-outs.
import requests
import urllib3
from requests.adapters import HTTPAdapter


def attempt(call):
    try:
        return call()
    except requests.RequestException as error:
        return f'{type(error).__name__} {str(error)[:160]}'


def handler(event, context):
    session = requests.Session()
    session.mount('https://', HTTPAdapter(max_retries=urllib3.Retry(total=2, backoff_factor=0.5)))
    pool = urllib3.PoolManager(num_pools=2, maxsize=2)
    return {
        'posts': [session.post('https://r.example.com/orders', json={'n': n}, timeout=3).json() for n in range(3)],
        'get': requests.get('https://r.example.com/a', params={'q': 'ü'}, timeout=3).json(), 'plain': requests.get('http://r.example.com/p', timeout=3).json(),
        'failed': [attempt(lambda: session.get(f'https://{name}.example.com/', timeout=2).json()) for name in ('refused', 'missing', 'reset', 'slow')],
        'pool': [pool.request('GET', f'https://u{n}.example.com/').json()['echo'] for n in range(3)],
    }
