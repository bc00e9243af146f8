"""A payment provider that takes everything."""
import json


def handler(event, context):
    return {'statusCode': 201, 'headers': {'content-type': 'application/json'}, 'body': json.dumps({'charge': 'charge-accepted'})}
