# Sleeps one after another.
import time


def handler(event, context):
    for _ in range(event['count']):
        time.sleep(1)
