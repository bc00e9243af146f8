import boto3

sqs = boto3.client('sqs', region_name='us-east-1')


def handler(event, context):
    return None
