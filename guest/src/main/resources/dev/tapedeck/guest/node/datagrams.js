'use strict';
/*
 * Datagrams, of which none goes anywhere. Those of tracing, to the X-Ray daemon, are left out as tracing is; those to the function's own machine (to an
 * extension that counts, which nobody answers for either) are left out and reported; all others are refused by name, since somebody might answer.
 */
const dgram = require('dgram');
const { EventEmitter } = require('events');
const real = require('./real');
const { refuse, uncontrolled } = require('./report');

/** As the SDK reads it: one address for all, or one each. https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html. */
function daemon() {
  const words = (process.env.AWS_XRAY_DAEMON_ADDRESS ?? '127.0.0.1:2000').split(' ');
  return (words.find((word) => word.startsWith('udp:')) ?? words[0]).replace(/^udp:/, '');
}

const NEAR = /^(127\.|localhost$|::1$)/;

function leaveOut(host, port) {
  const to = `${host}:${port}`;
  if (to === daemon()) {
    return;
  }
  if (!NEAR.test(host)) {
    refuse(`a datagram to ${to}`);
  }
  uncontrolled(`a datagram to ${to}, which is left out`);
}

const lengthOf = (message) => [].concat(message).reduce((sum, part) => sum + Buffer.byteLength(part), 0);
const later = (callback, ...results) => typeof callback === 'function' && real.setImmediate(callback, ...results);

/** A socket that may send and never hears. */
class Socket extends EventEmitter {
  constructor(options, listener) {
    super();
    this.type = typeof options === 'string' ? options : options?.type;
    if (typeof listener === 'function') {
      this.on('message', listener);
    }
  }

  /** `message[, offset, length][, port][, address][, callback]` */
  send(message, ...rest) {
    const callback = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
    const whole = typeof rest[1] !== 'number';
    const [port = this.remote?.port, host = this.remote?.address ?? 'localhost'] = whole ? rest : rest.slice(2);
    leaveOut(host, port);
    later(callback, null, whole ? lengthOf(message) : rest[1]);
  }

  connect(port, ...rest) {
    const callback = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
    this.remote = { address: rest[0] ?? '127.0.0.1', port, family: 'IPv4' };
    later(() => {
      callback?.();
      this.emit('connect');
    });
  }

  disconnect() {
    this.remote = undefined;
  }

  remoteAddress() {
    return this.remote;
  }

  close(callback) {
    later(() => {
      callback?.();
      this.emit('close');
    });
    return this;
  }

  address() {
    return { address: '0.0.0.0', family: 'IPv4', port: 32768 };
  }

  bind() {
    return refuse('dgram.Socket.bind');
  }

  addMembership() {
    return refuse('dgram.Socket.addMembership');
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  setBroadcast() {}

  setTTL(ttl) {
    return ttl;
  }

  setMulticastTTL(ttl) {
    return ttl;
  }

  getSendBufferSize() {
    return 212_992;
  }

  getRecvBufferSize() {
    return 212_992;
  }

  setSendBufferSize() {}

  setRecvBufferSize() {}
}

function install() {
  dgram.Socket = Socket;
  dgram.createSocket = (options, listener) => new Socket(options, listener);
}

module.exports = { install };
