# Results that are not plain JSON: as Lambda makes them.
import collections
import decimal

Point = collections.namedtuple('Point', 'x y')


def handler(event, context):
    return {'price': decimal.Decimal('12.30'), 'point': Point(1, 2), 'pair': (1, 'zwei'), 'bytes': b'text', 1: None, 'nested': {'deep': [decimal.Decimal('1E+2'), 'ü']},
            'flag': True, None: 1.5}
