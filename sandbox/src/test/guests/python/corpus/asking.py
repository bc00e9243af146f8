"""boto3's client of Lambda: a function asked at once and for later, one that fails, one that may not run now, and what is refused."""
import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

CLIENT = boto3.client('lambda', config=Config(retries={'total_max_attempts': 2, 'mode': 'standard'}))
CONTEXT = base64.b64encode(b'{"custom":{"tier":"gold"},"client":{"app_title":"shop"}}').decode()
ARN = 'arn:aws:lambda:us-east-1:123456789012:function:'


def invoke(name, kind, payload, **more):
    try:
        answer = CLIENT.invoke(FunctionName=name, InvocationType=kind, Payload=payload, **more)
    except ClientError as error:
        return {'name': error.response['Error']['Code'], 'status': error.response['ResponseMetadata']['HTTPStatusCode'],
                'attempts': error.response['ResponseMetadata'].get('RetryAttempts', 0) + 1}
    return {'status': answer['StatusCode'], 'error': answer.get('FunctionError'), 'version': answer.get('ExecutedVersion'),
            'payload': answer['Payload'].read().decode(), 'log': base64.b64decode(answer.get('LogResult', '')).decode()}


def handler(event, context):
    with ThreadPoolExecutor(2) as threads:
        busy = list(threads.map(lambda ms: invoke('single', 'RequestResponse', json.dumps({'ms': ms})), [10_000, 11_000]))
    return {'atOnce': invoke('asked', 'RequestResponse', '{"n":2}'), 'qualified': invoke(ARN + 'asked:live', 'RequestResponse', '{"n":3}'),
            'failing': invoke('asked', 'RequestResponse', '{"how":"throw"}'), 'exiting': invoke('asked', 'RequestResponse', '{"how":"exit"}'),
            'told': invoke('asked', 'RequestResponse', '{"how":"tell"}', LogType='Tail', ClientContext=CONTEXT),
            'later': invoke('asked', 'Event', '{"n":4}'), 'dry': invoke('asked', 'DryRun', '{}'), 'busy': busy,
            'notJson': invoke('asked', 'RequestResponse', '{'), 'tooLarge': invoke('asked', 'Event', json.dumps('x' * 1048576)), 'now': time.time()}
