"""What another function is asked: a number twice over, after a while, or one of the ways to fail."""
import sys
import time


def handler(event, context):
    if event.get('ms'):
        time.sleep(event['ms'] / 1000)
    if event.get('how') == 'throw':
        raise OverflowError('asked too much')
    if event.get('how') == 'exit':
        sys.exit(3)
    if event.get('how') == 'tell':
        return {'custom': context.client_context.custom, 'client': {'app_title': context.client_context.client.app_title}}
    return {'twice': 2 * event.get('n', 0), 'arn': context.invoked_function_arn}
