"""The inside of a Python function instance, as instance.js is of one for Node: asks the Runtime API for the next event, hands it to the handler, posts
what came of it. It ends when the Runtime API does.

Protocol: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
import http.client
import importlib
import json
import os
import sys
import time
import traceback

sys.path.insert(0, os.environ['LAMBDA_TASK_ROOT'])

if 'LOOPBACK_HOSTS' in os.environ:
    import production  # noqa: F401, before the handler and what records it

api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])


def call(method, resource, body=None):
    try:
        api.request(method, f'/2018-06-01/runtime/{resource}', body)
        answer = api.getresponse()
        return answer.headers, answer.read()
    except OSError:
        sys.exit(0)


class Context:

    def __init__(self, headers):
        self.aws_request_id = headers['lambda-runtime-aws-request-id']
        self.invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
        self.deadline_millis = int(headers['lambda-runtime-deadline-ms'])
        self.function_name = os.environ['AWS_LAMBDA_FUNCTION_NAME']
        self.function_version = os.environ['AWS_LAMBDA_FUNCTION_VERSION']
        self.memory_limit_in_mb = os.environ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
        self.log_group_name = os.environ['AWS_LAMBDA_LOG_GROUP_NAME']
        self.log_stream_name = os.environ['AWS_LAMBDA_LOG_STREAM_NAME']

    def get_remaining_time_in_millis(self):
        return self.deadline_millis - int(time.time() * 1000)


def described(error):
    return json.dumps({'errorType': type(error).__name__, 'errorMessage': str(error), 'stackTrace': traceback.format_tb(error.__traceback__)})


def serve(handler):
    while True:
        headers, event = call('GET', 'invocation/next')
        context = Context(headers)
        os.environ['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id'] or ''
        try:
            outcome = 'response', json.dumps(handler(json.loads(event), context))
        except Exception as error:
            outcome = 'error', described(error)
        sys.stdout.flush()
        call('POST', f'invocation/{context.aws_request_id}/{outcome[0]}', outcome[1])


def main():
    module, _, name = os.environ['_HANDLER'].rpartition('.')
    try:
        handler = getattr(importlib.import_module(module.replace('/', '.')), name)
    except Exception as error:
        call('POST', 'init/error', described(error))
        sys.exit(1)
    serve(handler)


main()
