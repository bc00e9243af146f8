'use strict';
// What is no call: datagrams, servers, socket files, other protocols, tunnels.
const net = require('net');
const { once } = require('events');

const attempt = (what) => {
  try {
    return typeof what();
  } catch (error) {
    return error.code;
  }
};

async function speak(port, greeting) {
  const socket = net.connect(port, 'db.example.com');
  socket.write(greeting);
  const [error] = await once(socket, 'error').catch((thrown) => [thrown]);
  return error.code;
}

exports.handler = async () => [
  attempt(() => require('dgram').createSocket('udp4')), attempt(() => net.createServer().listen(0)), attempt(() => require('http2').connect('https://example.com')),
  await new Promise((resolve) => net.connect('/run/some.sock').on('error', (error) => resolve(error.code))),
  await speak(5432, Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])), await speak(6379, '*1\r\n$4\r\nPING\r\n'), await speak(8080, 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'),
  await speak(1883, Buffer.from([0x10, 12, 0, 4])), await speak(80, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
];
