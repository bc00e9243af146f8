# Sockets that are no client's of a stream.
import socket
import ssl


def attempt(call):
    try:
        return repr(call())
    except OSError as error:
        return str(error)


def handler(event, context):
    sock = socket.socket()
    return [attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)), attempt(lambda: socket.socket(socket.AF_UNIX)),
            attempt(lambda: sock.bind(('127.0.0.1', 8080))), attempt(sock.listen), attempt(lambda: socket.socket(fileno=0)),
            attempt(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).wrap_socket(socket.socket(), server_side=True))]
