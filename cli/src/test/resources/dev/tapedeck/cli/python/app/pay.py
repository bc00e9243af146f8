"""Charges a card and notes the payment; what is urgent is noted as that."""
import json
import uuid
from http.client import HTTPSConnection


def post(host, path, headers, value):
    connection = HTTPSConnection(host)
    connection.request('POST', path, json.dumps(value), {'content-type': 'application/json', **headers})
    answer = connection.getresponse()
    return json.loads(answer.read() or 'null')


def note(item):
    headers = {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.PutItem'}
    post('dynamodb.eu-west-1.amazonaws.com', '/', headers, {'TableName': 'things', 'Item': item})


def handler(event, context):
    order = json.loads(event['body'])
    payment = uuid.uuid4()
    charge = post('pay.internal', '/charges', {}, {'order': order['order']})['charge']
    item = {'pk': {'S': f'PAYMENT#{payment}'}, 'sk': {'S': 'A'}, 'charge': {'S': charge}}
    if order['delivery'] == 'overnight-express':
        item['urgent'] = {'BOOL': True}
    note(item)
    return {'statusCode': 200}
