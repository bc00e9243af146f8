# What the user seeded stays the user's, from one invocation to the next.
import random

random.seed('mine')


def handler(event, context):
    return [random.random(), random.getrandbits(32)]
