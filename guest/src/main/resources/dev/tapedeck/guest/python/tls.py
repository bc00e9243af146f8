"""TLS ends here: what was to be encrypted travels in clear, with a flag. A connection learns of it from its socket or, where a library does the
encryption between two buffers (asyncio, anyio), from a mark that stands in place of the handshake. Certificates are not looked at, keys not needed.
"""
from tapedeck_guest import endpoints, entropy, imports, report

CIPHER = ('TLS_AES_256_GCM_SHA384', 'TLSv1.3', 256)


def certificate_of(name):
    return {'subject': ((('commonName', name),),), 'subjectAltName': (('DNS', name),), 'notAfter': 'Jan  1 00:00:00 2100 GMT'}


class Session:
    """What both kinds of encrypted channel say of themselves."""
    # in the place of properties that would ask OpenSSL
    server_hostname = None
    server_side = False
    session = None
    session_reused = False

    @property
    def context(self):
        return self._context

    def getpeercert(self, binary_form=False):
        return b'' if binary_form else certificate_of(self.server_hostname or '')

    def selected_alpn_protocol(self):
        return 'http/1.1' if 'http/1.1' in _protocols.get(id(self.context), ()) else None

    def selected_npn_protocol(self):
        return None

    def cipher(self):
        return CIPHER

    def shared_ciphers(self):
        return [CIPHER]

    def compression(self):
        return None

    def version(self):
        return 'TLSv1.3'

    def get_channel_binding(self, cb_type='tls-unique'):
        return None

    def verify_client_post_handshake(self):
        pass

    def get_verified_chain(self):
        return []

    get_unverified_chain = get_verified_chain


# The protocols that a context offers, by its identity while it lives.
_protocols = {}


def _patch_ssl(module):
    plain = module.socket
    _patch_context(module, _socket_class(module, plain), _object_class(module))
    module.RAND_bytes = module.RAND_pseudo_bytes = entropy.urandom
    module.RAND_status = lambda: True


def _socket_class(module, plain):
    class SSLSocket(Session, module.SSLSocket):
        """A plain socket, marked as encrypted."""

        def pending(self):
            return len(self._endpoint.inbox)

        def do_handshake(self, block=False):
            self._endpoint.secure = True

        def connect(self, address):
            plain.connect(self, address)
            self._endpoint.secure = True

        def connect_ex(self, address):
            self.connect(address)
            return 0

        def read(self, size=1024, buffer=None):
            return plain.recv(self, size) if buffer is None else plain.recv_into(self, buffer, size)

        def write(self, payload):
            return plain.send(self, payload)

        def unwrap(self):
            return plain(self.family, self.type, self.proto, self.detach())

        def shutdown(self, how):
            plain.shutdown(self, how)

    for name in ('recv', 'recv_into', 'recvfrom', 'recvfrom_into', 'send', 'sendto', 'sendall', 'sendfile', 'recvmsg', 'recvmsg_into', 'sendmsg', 'accept',
                 '_real_close', 'dup'):
        setattr(SSLSocket, name, getattr(plain, name))
    return _named(SSLSocket)


def _object_class(module):
    class SSLObject(Session, module.SSLObject):
        """Between two buffers: what is written to one in clear comes out of the other."""

        def do_handshake(self):
            self.outgoing.write(endpoints.TLS_BEGINS)

        def read(self, size=1024, buffer=None):
            wanted = size if buffer is None else min(size, len(buffer))
            if self.incoming.pending == 0 and not self.incoming.eof:
                raise module.SSLWantReadError(module.SSL_ERROR_WANT_READ, 'The operation did not complete (read)')
            taken = self.incoming.read(wanted)
            if buffer is None:
                return taken
            buffer[:len(taken)] = taken
            return len(taken)

        def write(self, payload):
            return self.outgoing.write(payload)

        def pending(self):
            return self.incoming.pending

        def unwrap(self):
            pass

    return _named(SSLObject)


def _named(kind):
    kind.__module__ = 'ssl'
    kind.__qualname__ = kind.__name__
    return kind


def _patch_context(module, socket_class, object_class):
    context = module.SSLContext
    plain = module.socket
    set_alpn = context.set_alpn_protocols

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True, server_hostname=None, session=None):
        _check(module, self, server_side, server_hostname)
        secured = socket_class.__new__(socket_class)
        timeout = sock.gettimeout()
        plain.__init__(secured, sock.family, sock.type, sock.proto, sock.detach())
        secured.settimeout(timeout)
        secured._context = self
        secured.server_hostname = server_hostname
        secured.do_handshake_on_connect = do_handshake_on_connect
        secured.suppress_ragged_eofs = suppress_ragged_eofs
        secured._connected = True
        secured._sslobj = None
        secured._endpoint.secure = True
        return secured

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        _check(module, self, server_side, server_hostname)
        secured = object.__new__(object_class)
        secured.incoming, secured.outgoing = incoming, outgoing
        secured._context = self
        secured.server_hostname = server_hostname
        return secured

    def set_alpn_protocols(self, protocols):
        set_alpn(self, protocols)
        _protocols[id(self)] = tuple(protocols)

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is None and capath is None and cadata is None:
            raise TypeError('cafile, capath and cadata cannot be all omitted')
        for path in (cafile, capath):
            if path is not None:
                import os
                os.stat(path)

    context.wrap_socket = wrap_socket
    context.wrap_bio = wrap_bio
    context.set_alpn_protocols = set_alpn_protocols
    # reading hundreds of certificates that nobody asks for takes longer than the handshake that is not there
    context.load_verify_locations = load_verify_locations
    context.load_default_certs = lambda self, purpose=None: None
    context.set_default_verify_paths = lambda self: None
    context.sslsocket_class = socket_class
    context.sslobject_class = object_class


def _check(module, context, server_side, server_hostname):
    if server_side:
        report.refuse("a server's side of TLS")
    if context.check_hostname and not server_hostname:
        raise ValueError('check_hostname requires server_hostname')


def install(greeting):
    imports.when('ssl', _patch_ssl)
