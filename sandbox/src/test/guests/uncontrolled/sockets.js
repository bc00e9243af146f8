'use strict';
// What is no call: datagrams, servers, socket files, other protocols, tunnels, waiting for a greeting.
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

const datagram = (host) => require('dgram').createSocket('udp4').send('orders:1|c', 8125, host);

exports.handler = async () => [
  attempt(() => datagram('127.0.0.1')), attempt(() => datagram('metrics.example.com')), attempt(() => net.createServer().listen(0)), attempt(() => require('http2').connect('https://example.com')),
  await new Promise((resolve) => net.connect('/run/some.sock').on('error', (error) => resolve(error.code))),
  await speak(5432, Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])), await speak(6379, '*1\r\n$4\r\nPING\r\n'), await speak(8080, 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'),
  await speak(1883, Buffer.from([0x10, 12, 0, 4])), await speak(80, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), await speak(27017, Buffer.from('W\0\0\0\x01\0\0\0admin.$cmd\0\n')),
  await speak(3306, ''),
];
