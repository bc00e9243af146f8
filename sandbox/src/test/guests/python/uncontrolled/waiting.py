# Waiting for a descriptor of the system: nobody the kernel knows will write to it.
import os
import select


def handler(event, context):
    reader, writer = os.pipe()
    return [select.select([reader], [], [], 0.5)[0], os.write(writer, b'x'), select.select([reader], [], [], 0.5)[0] == [reader]]
