# Other processes.
import multiprocessing
import os
import subprocess


def attempt(call):
    try:
        return repr(call())
    except OSError as error:
        return f'{type(error).__name__} {error}'


def handler(event, context):
    ways = [
        os.fork, lambda: os.system('true'), lambda: os.popen('true'), lambda: subprocess.run(['true']), lambda: subprocess.check_output('true', shell=True),
        lambda: os.posix_spawn('/bin/true', ['true'], {}), lambda: os.execv('/bin/true', ['true']), lambda: os.spawnlp(os.P_WAIT, 'true', 'true'),
        lambda: multiprocessing.Process(target=print).start(), multiprocessing.Lock, lambda: os.kill(1, 9),
    ]
    return [attempt(way) for way in ways]
