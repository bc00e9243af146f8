# As calls.py, with no client library between.
import socket


def handler(event, context):
    sock = socket.create_connection(('api.example.com', 80))
    for _ in range(event['count']):
        sock.sendall(b'GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n')
        sock.recv(4096)
    sock.close()
