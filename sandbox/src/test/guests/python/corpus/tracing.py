# What libraries do beside a function's work: send traces to Lambda's daemon, look for the release and for libraries, ask things of descriptors and locks.
import ctypes.util
import fcntl
import os
import socket
import subprocess
import threading


def release():
    """As Sentry asks for it; Lambda has no git."""
    try:
        return subprocess.Popen(['git', 'rev-parse', 'HEAD'], stdout=subprocess.PIPE)
    except FileNotFoundError as error:
        return str(error)


def traced():
    host, port = os.environ['AWS_XRAY_DAEMON_ADDRESS'].split(':')
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outlet:
        outlet.setblocking(False)
        sent = outlet.sendto(b'{"format":"json"}\n{}', (host, int(port)))
        outlet.connect((host, int(port)))
        return [sent, outlet.send(b'again'), outlet.getpeername(), outlet.getsockname()[0]]


def descriptors():
    with socket.create_connection(('api.example.com', 80)) as connection:
        flags = fcntl.fcntl(connection.fileno(), fcntl.F_GETFD)
        fcntl.fcntl(connection, fcntl.F_SETFD, flags | fcntl.FD_CLOEXEC)
        connection.set_inheritable(False)
        connection.sendall(b'GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n')
        return [flags, connection.get_inheritable(), connection.recv(12).decode()]


def handler(event, context):
    locks = [type(lock).__module__ for lock in (threading.Lock(), threading.RLock())]
    if locks != ['_thread', '_thread']:
        raise TypeError(f'the locks are of {locks}')
    return [release(), traced(), descriptors(), ctypes.util.find_library('c'), ctypes.util.find_library('pthread'), ctypes.util.find_library('nosuch')]
