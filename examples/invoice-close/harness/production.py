"""Loaded into each Python function instance before anything else, as production.js is into those for Node: production's host names lead to the peers on
loopback, below the recorder, and the kernel is Lambda's. LOOPBACK_HOSTS is JSON: {"sqs.eu-west-1.amazonaws.com": 9324, …}
"""
import json
import os
import platform
import socket

import urllib3.connection

PORTS = json.loads(os.environ['LOOPBACK_HOSTS'])

platform.release = lambda: '5.10.245-272.987.amzn2.x86_64'


def connect(self):
    port = PORTS.get(self.host)
    if port is None:
        raise ConnectionError(f'no peer stands for {self.host}; those known are {", ".join(PORTS)}')
    self.sock = socket.create_connection(('127.0.0.1', port))
    self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    self.is_verified = True


urllib3.connection.HTTPSConnection.connect = connect
