# Standard output, standard error, loggers, warnings, and descriptors.
import logging
import os
import sys
import warnings

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event, context):
    print('line', 1, {'a': 1})
    print('no newline', end='')
    print(' until now')
    sys.stderr.write('to standard error\n')
    sys.stdout.buffer.write(b'bytes \xc3\xbc\n')
    sys.stdout.writelines(['a\n', 'b\n'])
    os.write(1, b'to the descriptor\n')
    log.info('informed %s', 'twice')
    logging.getLogger('app').warning('warned', extra={'order': 7})
    log.debug('not shown')
    warnings.warn('careful', UserWarning)
    try:
        raise ValueError('caught')
    except ValueError:
        log.exception('with its trace')
    context.log('from the context\n')
    print('left over', end='')
    return [type(handler_of).__name__ for handler_of in log.handlers]
