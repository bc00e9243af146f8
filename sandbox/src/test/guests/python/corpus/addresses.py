# Objects that have no order but that of their addresses, and what is printed of them.
import threading


class Thing:
    def __init__(self, name):
        self.name = name


def handler(event, context):
    things = {Thing(number) for number in range(40)}
    order = [thing.name for thing in things]
    keep = []
    thread = threading.Thread(target=lambda: keep.extend(Thing(number) for number in range(5)))
    thread.start()
    thread.join()
    words = {'alpha', 'beta', 'gamma', 'delta', 'epsilon'}
    return {'order': order, 'printed': repr(keep[0]), 'id': id(things), 'words': list(words), 'hash': hash('word'), 'made': [item.name for item in set(keep)]}
