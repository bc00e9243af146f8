'use strict';

const { connect } = require('node:tls');

/** Speaks HTTP/2 past Node's own module for it. */
exports.handler = () => new Promise((resolve, reject) => {
  const socket = connect({ host: 'pay.internal', port: 443, ALPNProtocols: ['h2'] });
  socket.on('error', reject);
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
});
