"""The context object. Source: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html."""
import json
import os
import sys

from tapedeck_guest.segment import MILLI, epoch_nanos


class CognitoIdentity:
    """Empty: nothing here is invoked on behalf of an app's user."""
    cognito_identity_id = cognito_identity_pool_id = None

    def __repr__(self):
        return 'CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None])'


class Client:
    def __init__(self, given):
        for name in ('installation_id', 'app_title', 'app_version_name', 'app_version_code', 'app_package_name'):
            setattr(self, name, given.get(name))


class ClientContext:
    def __init__(self, given):
        self.custom, self.env = given.get('custom'), given.get('env')
        self.client = Client(given['client']) if given.get('client') is not None else None


class LambdaContext:
    def __init__(self, invocation):
        self.aws_request_id = invocation.request_id
        self.invoked_function_arn = invocation.function_arn
        self._epoch_deadline_time_in_ms = invocation.deadline_millis
        for name in ('log_group_name', 'log_stream_name', 'function_name', 'function_version'):
            setattr(self, name, os.environ.get('AWS_LAMBDA_' + name.upper()))
        self.memory_limit_in_mb = os.environ.get('AWS_LAMBDA_FUNCTION_MEMORY_SIZE')
        self.client_context = ClientContext(json.loads(invocation.client_context)) if invocation.client_context else None
        self.identity = CognitoIdentity()
        self.tenant_id = None

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - epoch_nanos() // MILLI)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        names = ('aws_request_id', 'log_group_name', 'log_stream_name', 'function_name', 'memory_limit_in_mb', 'function_version', 'invoked_function_arn',
                 'client_context', 'identity', 'tenant_id')
        return 'LambdaContext([' + ','.join(f'{name}={getattr(self, name)}' for name in names) + '])'
