# Calls through requests.
import requests


def handler(event, context):
    with requests.Session() as session:
        for _ in range(event['count']):
            session.get('http://api.example.com/')
