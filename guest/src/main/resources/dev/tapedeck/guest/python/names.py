"""DNS without a network: every name has an address, derived from the name, and the sockets turn it back into the name. Whether a host exists is for the
kernel to say, when something is sent to it.
"""
import _socket

from tapedeck_guest.real import builtin

_names_by_address = {}
PORTS = {'http': 80, 'https': 443, 'domain': 53, 'smtp': 25, 'ssh': 22, 'ftp': 21}


def is_address(name):
    for family in (_socket.AF_INET, _socket.AF_INET6):
        try:
            _socket.inet_pton(family, name)
            return family
        except (OSError, ValueError):
            pass
    return None


def address_of(name):
    """FNV-1a, folded into 10.0.0.0/8; a clash moves on to the next address."""
    if is_address(name):
        return name
    if name == 'localhost' or name.endswith('.localhost'):
        return '127.0.0.1'
    value = 0x811c9dc5
    for byte in name.lower().encode():
        value = (value ^ byte) * 0x01000193 & 0xffffffff
    low = (value ^ value >> 24) & 0xffffff
    while True:
        address = f'10.{low >> 16}.{low >> 8 & 255}.{low & 255}'
        if _names_by_address.setdefault(address, name) == name:
            return address
        low = low + 1 & 0xffffff


def name_of(host):
    return _names_by_address.get(host, host)


def _text(host):
    return host.decode('ascii') if isinstance(host, (bytes, bytearray)) else host


def _port(port):
    port = _text(port)
    if port is None or port == '':
        return 0
    if isinstance(port, str) and not port.isdigit():
        if port not in PORTS:
            raise _socket.gaierror(_socket.EAI_SERVICE, 'Servname not supported for ai_socktype')
        return PORTS[port]
    return int(port)


def _not_known():
    return _socket.gaierror(_socket.EAI_NONAME, 'Name or service not known')


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    name = _text(host)
    if name is None or name == '':
        name = '0.0.0.0' if flags & _socket.AI_PASSIVE else '127.0.0.1'
    kind = is_address(name)
    if family not in (0, kind or _socket.AF_INET) or (flags & _socket.AI_NUMERICHOST and not kind):
        raise _not_known()
    address = (address_of(name), _port(port)) + ((0, 0) if kind == _socket.AF_INET6 else ())
    kinds = [(_socket.SOCK_STREAM, 6), (_socket.SOCK_DGRAM, 17)] if type == 0 else [(type, 17 if type == _socket.SOCK_DGRAM else 6)]
    return [(kind or _socket.AF_INET, wanted, proto or protocol, '', address) for wanted, protocol in kinds]


def gethostbyname(name):
    return getaddrinfo(name, None, _socket.AF_INET)[0][4][0]


def gethostbyname_ex(name):
    return _text(name), [], [gethostbyname(name)]


def gethostbyaddr(address):
    name = name_of(address)
    if is_address(name):
        raise _socket.herror(1, 'Unknown host')
    return name, [], [address_of(name)]


def getnameinfo(address, flags):
    host, port = address[:2]
    return host if flags & _socket.NI_NUMERICHOST else name_of(host), str(port)


def getservbyname(name, protocol='tcp'):
    if name not in PORTS:
        raise OSError('service/proto not found')
    return PORTS[name]


def install(greeting):
    for function in (getaddrinfo, gethostbyname, gethostbyname_ex, gethostbyaddr, getnameinfo, getservbyname):
        setattr(_socket, function.__name__, builtin(function))
