'use strict';
// What is refused, and what is only reported.
const crypto = require('crypto');

const attempt = (what) => {
  try {
    return `${typeof what()}`;
  } catch (error) {
    return error.code;
  }
};

exports.handler = async () => {
  const refused = {
    spawn: attempt(() => require('child_process').spawn('true')), exec: attempt(() => require('child_process').execSync('true')),
    worker: attempt(() => new (require('worker_threads').Worker)('1', { eval: true })), udp: attempt(() => require('dgram').createSocket('udp4')),
    http2: attempt(() => require('http2').connect('https://example.com')), listen: attempt(() => require('http').createServer().listen(0)),
    watch: attempt(() => require('fs').watch('/tmp')), fork: attempt(() => require('cluster').fork()),
  };
  const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = crypto.sign('sha256', Buffer.from('x'), privateKey).length > 60;
  require('vm').createContext({});
  require('fs').readFileSync('/proc/uptime');
  return { refused, signed };
};
