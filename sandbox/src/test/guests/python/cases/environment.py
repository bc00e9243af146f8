# What a function finds around it in Lambda: variables, context, its own disk, and what it may not write.
import errno
import os
import sys

KEPT = '/tmp/kept'


def refused(path, size=0):
    try:
        with open(path, 'wb') as file:
            file.write(bytes(size))
        return 'done'
    except OSError as error:
        return errno.errorcode[error.errno]


def handler(event, context):
    how = event['how']
    if how == 'variables':
        return dict(os.environ)
    if how == 'context':
        names = ['aws_request_id', 'client_context', 'function_name', 'function_version', 'identity', 'invoked_function_arn', 'log_group_name', 'log_stream_name',
                 'memory_limit_in_mb']
        identity = [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id] if context.identity else None
        return {**{name: getattr(context, name) for name in names}, 'identity': identity, 'remaining': context.get_remaining_time_in_millis()}
    if how == 'path':
        return sys.path
    if how == 'keep':
        with open(KEPT, 'w') as file:
            file.write(event['value'])
    if how in ('keep', 'kept'):
        if not os.path.exists(KEPT):
            return 'nothing'
        with open(KEPT) as file:
            return file.read()
    if how == 'fill':
        return [refused('/tmp/most', event['megabytes'] << 20), refused('/tmp/rest', 16 << 20)]
    if how == 'write':
        return [refused(path) for path in ('/var/task/made', '/opt/made', '/var/runtime/made', '/usr/made')]
    if how == 'memory':
        hoard = []
        while True:
            hoard.append(bytearray(b'x') * (8 << 20))
    return None
