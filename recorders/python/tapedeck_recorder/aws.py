"""Recognises calls of AWS services below the SDK, from what stands on the wire, so that it works for any SDK and any version: the `X-Amz-Target` of
the JSON protocols, the path of RPC v2 and of Lambda's `Invoke`, and otherwise the service in the signature's scope.
"""
import json
import re

SERVICE_OF_TARGET = {'AmazonSQS': 'SQS', 'AWSEvents': 'EventBridge', 'AmazonSSM': 'SSM', 'secretsmanager': 'Secrets Manager'}
SENDS = frozenset({'Lambda.Invoke', 'SQS.SendMessage', 'SQS.SendMessageBatch', 'EventBridge.PutEvents', 'SNS.Publish', 'SNS.PublishBatch'})
SCOPE = re.compile(r'Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request')
RPC = re.compile('/service/([^/]+)/operation/([^/?]+)')
INVOKE = re.compile(r'/2015-03-31/functions/[^/]+/invocations/?(\?|$)')
VERSION = re.compile(r'_\d+$')
ATTEMPT = re.compile(r'attempt=(\d+)')


class Operation:
    """What an AWS call asks for; `method` is None where the wire does not tell it."""
    __slots__ = ('service', 'method')

    def __init__(self, service, method):
        self.service, self.method = service, method

    @property
    def name(self):
        return f'{self.service}.{self.method}' if self.method else None

    @property
    def sends(self):
        return self.name in SENDS


def recognise(headers, path):
    """The operation of an AWS call, or None for any other call. `headers` are by lower-case name."""
    target = headers.get('x-amz-target')
    if target:
        prefix, _, method = target.partition('.')
        return Operation(SERVICE_OF_TARGET.get(prefix) or VERSION.sub('', prefix), method or None)
    scope = SCOPE.search(headers.get('authorization', ''))
    if not scope:
        return None
    if scope[1] == 'lambda' and INVOKE.match(path):
        return Operation('Lambda', 'Invoke')
    rpc = RPC.match(path)
    return Operation(VERSION.sub('', rpc[1]), rpc[2]) if rpc else Operation(scope[1], None)


def attempt(headers):
    """The attempt in `amz-sdk-request: attempt=2; max=3`."""
    match = ATTEMPT.search(headers.get('amz-sdk-request', ''))
    return int(match[1]) if match else None


def message_id(body):
    """The id that the service gave to the one message or event sent."""
    try:
        answer = json.loads(body)
        entries = answer.get('Entries')
        return answer.get('MessageId') or (entries[0].get('EventId') if isinstance(entries, list) and len(entries) == 1 else None)
    except (ValueError, TypeError, AttributeError):
        return None
