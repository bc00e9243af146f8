import os
import urllib.request
from http.client import HTTPConnection

urllib.request.urlopen(os.environ['DEPENDENCY'] + '/at-init').read()


def handler(event, context):
    connection = HTTPConnection(os.environ['DEPENDENCY'].removeprefix('http://'))
    connection.request('GET', '/named-import')
    connection.getresponse().read()
    return {'from': 'module', 'handler': os.environ['_HANDLER']}
