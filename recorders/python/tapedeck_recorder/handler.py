"""The function's handler with a span round it."""
import functools

from opentelemetry import context

from tapedeck_recorder import state, telemetry
from tapedeck_recorder.harmless import harmless
from tapedeck_recorder.invocation import Invocation


@harmless
def _begin(event, lambda_context):
    arn = getattr(lambda_context, 'invoked_function_arn', None) or ''
    telemetry.start(arn.split(':')[4] if arn.count(':') >= 4 else None)
    return Invocation(event, lambda_context, state.take_cold_start())


@harmless
def _settle(how, outcome):
    try:
        how(outcome)
    finally:
        telemetry.flush()


def wrap(handler):
    """Called with each event; all telemetry is sent before it returns, since the instance may freeze then."""
    state.initialised()

    @functools.wraps(handler)
    def recorded(event, lambda_context):
        invocation = _begin(event, lambda_context)
        if invocation is None:
            return handler(event, lambda_context)
        state.invocation = invocation
        token = context.attach(invocation.context)
        try:
            result = handler(event, lambda_context)
        except BaseException as error:
            state.invocation = None
            _settle(invocation.fail, error)
            raise
        finally:
            state.invocation = None
            context.detach(token)
        _settle(invocation.succeed, result)
        return result
    return recorded
