# Everything random.
import os
import random
import secrets
import ssl
import tempfile
import uuid

at_init = [random.random(), uuid.uuid4().hex]
own = random.Random()
seeded = random.Random(42)


def handler(event, context):
    letters = list('abcdefgh')
    random.shuffle(letters)
    with tempfile.NamedTemporaryFile() as file:
        name = file.name
    return {
        'init': at_init, 'own': own.random(), 'seeded': seeded.random(), 'shared': [random.random(), random.randint(1, 1000), random.gauss(0, 1)],
        'choice': [random.choice(letters), random.sample(range(100), 5), random.choices('xyz', k=4)], 'letters': letters, 'bytes': random.randbytes(4).hex(),
        'system': [os.urandom(8).hex(), os.getrandom(4).hex(), random.SystemRandom().random()], 'ssl': ssl.RAND_bytes(4).hex(),
        'secrets': [secrets.token_hex(8), secrets.token_urlsafe(8), secrets.randbelow(1000)],
        'uuids': [str(uuid.uuid4()), str(uuid.uuid1()), str(uuid.uuid5(uuid.NAMESPACE_DNS, 'example.com')), uuid.getnode()], 'file': name,
    }
