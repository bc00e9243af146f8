# A loop that waits for the clock, and one that waits for the processor's.
import time


def handler(event, context):
    rounds = [0, 0]
    until = time.time() + 0.05
    while time.time() < until:
        rounds[0] += 1
    until = time.process_time() + 0.02
    while time.process_time() < until:
        rounds[1] += 1
    return {'rounds': rounds, 'at': time.time(), 'monotonic': time.monotonic()}
