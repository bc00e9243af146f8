"""Loads the user's function and invokes it as the Lambda runtime for Python does: what a handler is called, what the context holds, how an error reads in
the log and in the result. Sources: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html, python-context.html, python-exceptions.html.
"""
import json
import os
import sys

from tapedeck_guest import channel, files, lambda_logging, marshalling, output, report, turn
from tapedeck_guest.lambda_context import LambdaContext
from tapedeck_guest.real import builtin

OWN_FILES = os.path.dirname(__file__) + '/'


class Fault(Exception):
    """What the runtime itself finds wrong."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type, self.message, self.trace = error_type, message, list(trace)


# where a layer's packages are: https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html
LAYERS = [f'/opt/python/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages', '/opt/python']


def serve(greeting):
    """The main thread, for as long as the process lives."""
    os.environ.clear()
    os.environ.update(greeting['environment'])
    sys.path[0:0] = [greeting['taskRoot'], *LAYERS]
    os._exit = builtin(leave)
    decision = turn.next_order()
    if decision[0] != channel.START:
        raise RuntimeError('control channel: an invocation before the start')
    if greeting.get('inherits'):
        files.inherit()
    handle = ending_the_process(lambda: load(greeting['handler']))
    while True:
        invocation = Invocation(turn.next_order())
        report.forget()
        if greeting.get('addressesVary'):
            report.uncontrolled('addresses of objects, which nothing fixes on this machine')
        ending_the_process(lambda: invoke(handle, invocation))


def ending_the_process(work):
    """What ends a Python process in the middle of a function ends this one."""
    try:
        return work()
    except SystemExit as leaving:
        leave(leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1)


def leave(status):
    output.flush()
    channel.leave(status)


# ---- loading ----

def load(name):
    """Returns the handler, or None where there is none: the instance is of no use then."""
    lambda_logging.prepare()
    try:
        handle = find(name)
    except Fault as fault:
        return fail(fault.error_type, fault.message, fault.trace)
    except Exception as error:
        return fail(type(error).__name__, str(error), traceback_of(error))
    channel.frame(channel.READY)
    return handle


def find(name):
    import importlib
    module_name, dot, function = name.rpartition('.')
    if not dot:
        raise Fault('Runtime.MalformedHandlerName', f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    if module_name.split('.')[0] in sys.builtin_module_names:
        raise Fault('Runtime.BuiltInModuleConflict', f'Cannot use built-in module {module_name} as a handler module')
    try:
        module = importlib.import_module(module_name.replace('/', '.'))
    except ImportError as error:
        raise Fault('Runtime.ImportModuleError', f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault('Runtime.UserCodeSyntaxError', f"Syntax error in module '{module_name}': {error}", trace) from error
    try:
        return getattr(module, function)
    except AttributeError:
        raise Fault('Runtime.HandlerNotFound', f"Handler '{function}' missing on module '{module_name}'") from None


# ---- invoking ----

class Invocation:
    """An INVOKE frame, read."""
    __slots__ = ('request_id', 'function_arn', 'trace_header', 'client_context', 'deadline_millis', 'event')

    def __init__(self, decision):
        at = channel.CLOCK.size + 16
        self.deadline_millis = int(DEADLINE.unpack_from(decision, at)[0])
        self.request_id, at = channel.take_sized(decision, at + 8)
        self.function_arn, at = channel.take_sized(decision, at)
        self.trace_header, at = channel.take_sized(decision, at)
        self.client_context, at = channel.take_sized(decision, at)
        self.event = decision[at:]


DEADLINE = channel.Struct('>d')


def invoke(handle, invocation):
    lambda_logging.request_id = invocation.request_id
    if invocation.trace_header:
        os.environ['_X_AMZN_TRACE_ID'] = invocation.trace_header
    else:
        os.environ.pop('_X_AMZN_TRACE_ID', None)
    try:
        result = answer(handle, invocation)
    except Fault as fault:
        fail(fault.error_type, fault.message, fault.trace)
    except Exception as error:
        fail(type(error).__name__, str(error), traceback_of(error))
    else:
        output.flush()
        channel.frame(channel.RETURNED, channel.text(result))


def answer(handle, invocation):
    try:
        event = json.loads(invocation.event)
    except Exception as error:
        raise Fault('Runtime.UnmarshalError', f'Unable to unmarshal input: {error}') from error
    result = handle(event, LambdaContext(invocation))
    try:
        return marshalling.to_json(result)
    except Exception as error:
        raise Fault('Runtime.MarshalError', f'Unable to marshal response: {error}') from error


def traceback_of(error):
    """The frames of the user's code, outermost first, each as Python prints it."""
    import traceback
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(OWN_FILES)]
    while frames and frames[0].filename.startswith('<frozen importlib') or frames and '/importlib/' in frames[0].filename:
        frames.pop(0)
    return traceback.format_list(frames)


def fail(error_type, message, trace):
    """Says so in the log, as Lambda does, and to the kernel: there a frame is a line, the outermost last."""
    lambda_logging.error(error_type, message, trace)
    output.flush()
    lines = [' '.join(line.strip() for line in frame.strip().splitlines()[:2]) for frame in reversed(trace)]
    channel.raised(error_type, message, '\n'.join(lines))
