# What another process says of the time.
import os


def handler(event, context):
    try:
        os.system('date +%N >/tmp/said')
    except OSError as error:
        return str(error)
    with open('/tmp/said') as file:
        return file.read()
