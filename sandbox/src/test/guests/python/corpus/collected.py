# What is cleared away, when, and in which order: weak references, finalizers, cycles, the locals of a thread that ends.
import gc
import threading
import weakref

events = []


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        events.append(f'gone {self.name}')


def of_a_thread(local):
    local.node = Node('local')


def handler(event, context):
    events.clear()
    for number in range(200):
        one, other = Node(f'{number}a'), Node(f'{number}b')
        one.other, other.other = other, one
        weakref.finalize(one, events.append, f'finalized {number}')
    local = threading.local()
    thread = threading.Thread(target=of_a_thread, args=(local,))
    thread.start()
    thread.join()
    events.append('joined')
    gc.collect()
    return [len(events), events[:50], events[-50:]]
