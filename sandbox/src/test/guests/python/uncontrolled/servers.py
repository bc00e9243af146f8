# Sockets that are no client's of a stream, and one whose server would have to speak first.
import socket
import ssl


def attempt(call):
    try:
        return repr(call())
    except OSError as error:
        return str(error)


def handler(event, context):
    sock = socket.socket()
    outlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    outlet.settimeout(1)
    return [attempt(lambda: outlet.sendto(b'orders:1|c', ('127.0.0.1', 8125))), attempt(lambda: outlet.sendto(b'?', ('10.1.2.3', 53))), attempt(lambda: outlet.recv(9)),
            attempt(lambda: socket.create_connection(('db.example.com', 3306)).recv(9)), attempt(lambda: socket.socket(socket.AF_UNIX)),
            attempt(lambda: sock.bind(('127.0.0.1', 8080))), attempt(sock.listen), attempt(lambda: socket.socket(fileno=0)),
            attempt(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).wrap_socket(socket.socket(), server_side=True))]
