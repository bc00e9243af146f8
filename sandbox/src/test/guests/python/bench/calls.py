# Calls one after another, on one connection that is kept.
import http.client


def handler(event, context):
    connection = http.client.HTTPConnection('api.example.com')
    for _ in range(event['count']):
        connection.request('GET', '/')
        connection.getresponse().read()
    connection.close()
