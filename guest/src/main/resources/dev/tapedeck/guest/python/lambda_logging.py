"""The root logger as Lambda's runtime leaves it for the function: one handler, which writes level, time and request id before each message, as text or as
JSON. Source: https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html.
"""
import json
import os
import sys

from tapedeck_guest import clock, imports, segment

request_id = ''

TEXT_FORMAT = '[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n'
MOMENT = '%Y-%m-%dT%H:%M:%S'
NO_BREAK_SPACE = '\u00a0'


def is_json():
    return os.environ.get('AWS_LAMBDA_LOG_FORMAT', '').upper() == 'JSON'


def prepare():
    imports.when('logging', _install_handler)


def _install_handler(logging):
    import time
    logging.Formatter.converter = time.gmtime

    class LambdaLoggerHandler(logging.Handler):
        def emit(self, record):
            sys.stdout.write(self.format(record))

    class LambdaLoggerFilter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = request_id
            record.tenant_id = None
            return True

    handler = LambdaLoggerHandler()
    handler.setFormatter(_json_formatter(logging) if is_json() else logging.Formatter(TEXT_FORMAT, MOMENT))
    handler.addFilter(LambdaLoggerFilter())
    level = {'TRACE': 'DEBUG'}.get(*2 * (os.environ.get('AWS_LAMBDA_LOG_LEVEL', '').upper(),))
    root = logging.getLogger()
    if level in logging._nameToLevel:
        root.setLevel(level)
    root.addHandler(handler)


def _json_formatter(logging):
    import traceback
    plain = set(vars(logging.LogRecord('', 0, '', 0, '', (), None))) | {'aws_request_id', 'tenant_id', 'exc_text', 'message', 'asctime', 'taskName'}

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            error = record.exc_info
            fields = {
                'timestamp': self.formatTime(record, MOMENT + 'Z'), 'level': record.levelname,
                'message': record.msg if isinstance(record.msg, dict) and not record.args else record.getMessage(), 'logger': record.name,
                'stackTrace': traceback.format_tb(error[2]) if error else None, 'errorType': error[0].__name__ if error else None,
                'errorMessage': str(error[1]) if error else None, 'requestId': record.aws_request_id,
                'location': f'{record.pathname}:{record.funcName}:{record.lineno}' if error else None,
            }
            fields.update((name, value) for name, value in vars(record).items() if name not in plain)
            return json.dumps({name: value for name, value in fields.items() if value is not None}, ensure_ascii=False, default=str) + '\n'
    return JsonFormatter()


def error(error_type, message, trace):
    """What Lambda writes of an error that nobody caught: one event, its lines kept together by carriage returns."""
    if is_json():
        import time
        fields = {'timestamp': time.strftime(MOMENT + 'Z', time.gmtime(segment.segment.wall // clock.SECOND)), 'level': 'ERROR', 'errorMessage': message,
                  'errorType': error_type, 'requestId': request_id, 'stackTrace': trace}
        sys.stdout.write(json.dumps(fields, ensure_ascii=False) + '\n')
        return
    lines = [f'[ERROR] {error_type}' + (f': {message}' if message else ''), 'Traceback (most recent call last):']
    for frame in trace:
        for line in frame.splitlines():
            stripped = line.lstrip(' ')
            lines.append(NO_BREAK_SPACE * (len(line) - len(stripped)) + stripped)
    sys.stdout.write('\r'.join(lines) + '\n')
