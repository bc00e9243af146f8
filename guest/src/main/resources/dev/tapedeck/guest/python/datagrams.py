"""Datagrams, of which none goes anywhere. Those of tracing, to the X-Ray daemon, are left out as tracing is; those to the function's own machine (to an extension
that counts, which nobody answers for either) are left out and reported; all others are refused by name, since somebody might answer.
"""
import errno
import os

from tapedeck_guest import endpoints
from tapedeck_guest.report import refuse, uncontrolled


def daemon():
    """As the SDKs read it: one address for all, or one each: https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-python-configuration.html."""
    words = os.environ.get('AWS_XRAY_DAEMON_ADDRESS', '127.0.0.1:2000').split()
    return next((word[len('udp:'):] for word in words if word.startswith('udp:')), words[0])


class Outlet(endpoints.Endpoint):
    """A socket that may send and never hears."""
    address = None

    def send(self, payload):
        if self.address is None:
            raise OSError(errno.EDESTADDRREQ, 'Destination address required')
        self.send_to(self.address)

    def send_to(self, address):
        to = f'{address[0]}:{address[1]}'
        if to == daemon():
            return
        if address[0].startswith('127.') or address[0] in ('localhost', '::1'):
            uncontrolled(f'a datagram to {to}, which is left out')
        else:
            refuse(f'a datagram to {to}')

    def wants_bytes(self):
        uncontrolled('a datagram socket that waits for an answer', refused=True)

    def finish(self):
        """Nobody is told."""

    def local_address(self):
        return ('169.254.10.1', 32768) if self.address else ('0.0.0.0', 0)
