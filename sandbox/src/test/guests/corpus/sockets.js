'use strict';
// HTTP written by hand on sockets that a database client would open.
const net = require('net');
const tls = require('tls');
const { once } = require('events');

async function talk(socket, host) {
  const events = [];
  for (const name of ['lookup', 'connect', 'ready', 'secureConnect', 'end', 'close', 'timeout']) {
    socket.on(name, () => events.push(name));
  }
  socket.write(`GET /raw HTTP/1.1\r\nHost: ${host}\r\n`);
  socket.setTimeout(60_000);
  if (socket.connecting) {
    await once(socket, socket.encrypted ? 'secureConnect' : 'connect');
  }
  socket.write('\r\n');
  const [answer] = await once(socket, 'data');
  socket.end();
  await once(socket, 'close');
  return { status: `${answer}`.split('\r\n')[0], events, read: socket.bytesRead, written: socket.bytesWritten, destroyed: socket.destroyed };
}

class Client extends net.Socket {
  greet() {
    return 'still mine';
  }
}

exports.handler = async () => {
  const own = new Client();
  own.connect(5432, 'own.example.com');
  const secure = tls.connect({ host: 'tls.example.com', port: 443 });
  const plain = new net.Socket();
  plain.connect({ port: 9999, host: 'plain.example.com' });
  return {
    own: [own.greet(), await talk(own, 'own.example.com')],
    secure: [secure instanceof tls.TLSSocket, secure instanceof net.Socket, secure.authorized, await talk(secure, 'tls.example.com')],
    plain: [plain.remoteAddress, plain.remotePort, await talk(plain, 'plain.example.com')],
  };
};
