# The ways in which an invocation can end.
import datetime
import decimal
import os
import sys
import threading


class OrderRejected(Exception):
    pass


def fail_in_a_thread():
    raise OrderRejected('in a thread')


def handler(event, context):
    how = event['how']
    if how == 'raise':
        raise OrderRejected('raised')
    if how == 'chained':
        try:
            raise KeyError('first')
        except KeyError as error:
            raise OrderRejected('then') from error
    if how == 'silent':
        raise OrderRejected
    if how == 'exit':
        sys.exit(3)
    if how == 'quit':
        os._exit(4)
    if how == 'abort':
        os.abort()
    if how == 'thread':
        thread = threading.Thread(target=fail_in_a_thread)
        thread.start()
        thread.join()
        return 'lived'
    return {'date': datetime.date(2025, 1, 2), 'set': {1}, 'circular': circular(), 'decimal': decimal.Decimal('1.50'), 'nan': decimal.Decimal('NaN'),
            'nothing': None, 'coroutine': coroutine()}[how]


def circular():
    loop = []
    loop.append(loop)
    return loop


async def coroutine():
    return 1
