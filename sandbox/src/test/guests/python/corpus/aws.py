# boto3, with retries: dates, signatures and jitter.
import os
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

sqs = boto3.client('sqs', region_name='us-east-1', config=Config(retries={'mode': 'standard', 'max_attempts': 4}))
QUEUES = 'https://sqs.us-east-1.amazonaws.com/123456789012/'


def send(queue, body):
    try:
        return sqs.send_message(QueueUrl=QUEUES + queue, MessageBody=body)['MessageId']
    except ClientError as error:
        return error.response['Error']['Code']


def handler(event, context):
    return [send('orders', 'one'), send('flaky', 'two'), send('gone', 'three'), os.environ['AWS_REGION']]
