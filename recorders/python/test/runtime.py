"""Lambda's runtime as far as the recorder meets it: loads what `_HANDLER` names, calls it with the events in EVENTS one after the other (REPEAT times
over), prints what came of each.
"""
import importlib
import json
import os
import sys
import time


class Context:
    function_name = os.environ['AWS_LAMBDA_FUNCTION_NAME']
    invoked_function_arn = 'arn:aws:lambda:eu-west-1:123456789012:function:probe'

    def __init__(self, number):
        self.aws_request_id = f'request-{number}'


def main():
    sys.path.insert(0, os.environ['LAMBDA_TASK_ROOT'])
    module, _, name = os.environ['_HANDLER'].rpartition('.')
    handler = getattr(importlib.import_module(module), name)
    events = json.loads(os.environ['EVENTS']) * int(os.environ.get('REPEAT', '1'))
    for number, one in enumerate(events, 1):
        os.environ['_X_AMZN_TRACE_ID'] = one.get('traceHeader', '')
        began = time.perf_counter_ns()
        try:
            outcome = {'result': handler(one['event'], Context(number))}
        except Exception as error:
            outcome = {'error': str(error)}
        outcome['nanos'] = time.perf_counter_ns() - began
        try:
            text = json.dumps(outcome)
        except (TypeError, ValueError):
            text = '{"result": "no JSON"}'
        os.write(1, f'outcome {text}\n'.encode())


main()
sys.stdout.flush()
os._exit(0)
