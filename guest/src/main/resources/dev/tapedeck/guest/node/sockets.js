'use strict';
/*
 * Sockets that end at the kernel. A connection is opened, written to and closed by frames; TLS ends here, so that bytes travel in clear with a flag.
 * The hook sits at net.Socket itself: http, https, fetch and every database client come through it unknowing.
 *
 *   net.connect, tls.connect, new net.Socket().connect  ->  adopt  ->  OPEN DATA* FIN CLOSE to the kernel, DATA and ERROR from it
 */
const net = require('net');
const tls = require('tls');
const os = require('os');
const timers = require('timers');
const { AsyncResource } = require('async_hooks');
const real = require('./real');
const { send } = require('./channel');
const { nameOf, addressOf } = require('./names');
const { uncontrolled } = require('./report');

const STATE = Symbol('tapedeck.connection');
const connections = new Map();
/** Connections of child processes, by the number that they have here. */
const carried = new Map();
let lastConnection = 0;
let referenced = 0;

/** What a socket of ours knows beside what Node's streams know. */
class Connection extends AsyncResource {
  constructor(options, secure) {
    super('TCPWRAP');
    this.id = ++lastConnection;
    this.secure = secure;
    this.host = nameOf(options.host ?? options.hostname ?? options.servername ?? 'localhost');
    this.port = Number(options.port) || (secure ? 443 : 80);
    this.referenced = true;
    this.open = true;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.idleTimer = undefined;
  }
}

function setReferenced(socket, wanted) {
  const state = socket[STATE];
  if (state.open && state.referenced !== wanted) {
    referenced += wanted ? 1 : -1;
  }
  state.referenced = wanted;
  return socket;
}

function restartIdleTimer(socket) {
  const state = socket[STATE];
  if (state.idleTimer !== undefined) {
    timers.clearTimeout(state.idleTimer);
    state.idleTimer = undefined;
  }
  if (socket.timeout > 0 && state.open) {
    state.idleTimer = timers.setTimeout(() => socket.emit('timeout'), socket.timeout).unref();
  }
}

const asBuffer = (chunk, encoding) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));

function transmit(socket, buffer) {
  const state = socket[STATE];
  state.bytesWritten += buffer.length;
  restartIdleTimer(socket);
  send.data(state.id, buffer);
}

/** The methods and properties that take the place of those of net.Socket. */
const plain = {
  _read() {},
  _write(chunk, encoding, done) {
    transmit(this, asBuffer(chunk, encoding));
    done();
  },
  _writev(chunks, done) {
    transmit(this, Buffer.concat(chunks.map(({ chunk, encoding }) => asBuffer(chunk, encoding))));
    done();
  },
  _final(done) {
    if (this[STATE].open) {
      send.fin(this[STATE].id);
    }
    done();
  },
  _destroy(error, done) {
    release(this);
    this.connecting = false;
    done(error);
    process.nextTick(() => this.emit('close', error !== null && error !== undefined));
  },
  setTimeout(millis, callback) {
    this.timeout = Number(millis);
    if (callback !== undefined) {
      this.timeout > 0 ? this.once('timeout', callback) : this.removeListener('timeout', callback);
    }
    restartIdleTimer(this);
    return this;
  },
  setNoDelay() {
    return this;
  },
  setKeepAlive() {
    return this;
  },
  ref() {
    return setReferenced(this, true);
  },
  unref() {
    return setReferenced(this, false);
  },
  address() {
    return { address: this.localAddress, port: this.localPort, family: 'IPv4' };
  },
  resetAndDestroy() {
    return this.destroy();
  },
  get pending() {
    return this.connecting;
  },
  get readyState() {
    return this.connecting ? 'opening' : net.Socket.prototype.__lookupGetter__('readyState').call(this);
  },
  get bytesRead() {
    return this[STATE].bytesRead;
  },
  get bytesWritten() {
    return this[STATE].bytesWritten;
  },
  get remoteAddress() {
    return addressOf(this[STATE].host);
  },
  get remotePort() {
    return this[STATE].port;
  },
  get remoteFamily() {
    return 'IPv4';
  },
  get localAddress() {
    return '169.254.10.1';
  },
  get localPort() {
    return 32768 + (this[STATE].id % 28000);
  },
};

const nothing = () => undefined;

const secure = {
  getPeerCertificate() {
    return { subject: { CN: this[STATE].host }, subjectaltname: `DNS:${this[STATE].host}` };
  },
  getPeerX509Certificate: nothing,
  getCertificate: () => ({}),
  getCipher: () => ({ name: 'TLS_AES_128_GCM_SHA256', standardName: 'TLS_AES_128_GCM_SHA256', version: 'TLSv1.3' }),
  getProtocol: () => 'TLSv1.3',
  getEphemeralKeyInfo: () => ({}),
  getSession: nothing,
  getTLSTicket: nothing,
  getFinished: nothing,
  getPeerFinished: nothing,
  getSharedSigalgs: () => [],
  isSessionReused: () => false,
  setSession: nothing,
  setServername: nothing,
  setMaxSendFragment: () => true,
  disableRenegotiation: nothing,
  enableTrace: nothing,
  renegotiate: () => true,
};

const plainPrototype = Object.create(net.Socket.prototype, Object.getOwnPropertyDescriptors(plain));
const securePrototype = Object.create(tls.TLSSocket.prototype,
  { ...Object.getOwnPropertyDescriptors(plain), ...Object.getOwnPropertyDescriptors(secure) });

/** Makes `socket` one of ours, and opens its connection. A socket of the user's own class keeps its class. */
function adopt(socket, options, encrypted) {
  if (Object.getPrototypeOf(socket) === net.Socket.prototype) {
    Object.setPrototypeOf(socket, encrypted ? securePrototype : plainPrototype);
  } else {
    Object.defineProperties(socket, Object.getOwnPropertyDescriptors(plain));
  }
  const state = new Connection(options, encrypted);
  socket[STATE] = state;
  socket.connecting = true;
  if (encrypted) {
    const protocols = [].concat(options.ALPNProtocols ?? []);
    Object.assign(socket, { encrypted: true, authorized: true, authorizationError: null, servername: options.servername ?? state.host,
      alpnProtocol: protocols.includes('http/1.1') && 'http/1.1' });
  }
  connections.set(state.id, socket);
  referenced += 1;
  if (options.path !== undefined && options.port === undefined) {
    refusePath(socket, options.path);
  } else {
    send.open(state.id, encrypted, state.port, state.host);
    real.setImmediate(() => state.runInAsyncScope(announce, undefined, socket));
  }
  return socket;
}

function announce(socket) {
  if (socket.destroyed) {
    return;
  }
  socket.connecting = false;
  restartIdleTimer(socket);
  socket.emit('connect');
  socket.emit('ready');
  if (socket[STATE].secure) {
    socket.emit('secureConnect');
  }
}

function refusePath(socket, path) {
  uncontrolled(`net.connect to the socket file ${path}`, true);
  socket[STATE].open = false;
  referenced -= 1;
  connections.delete(socket[STATE].id);
  real.setImmediate(() => socket.destroy(failure('ENOENT', socket)));
}

function release(socket) {
  const state = socket[STATE];
  if (!state.open) {
    return;
  }
  state.open = false;
  referenced -= state.referenced ? 1 : 0;
  connections.delete(state.id);
  timers.clearTimeout(state.idleTimer);
  send.close(state.id);
}

const WHILE_CONNECTING = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOENT']);

function failure(code, socket) {
  const { host, port } = socket[STATE];
  const errno = -(os.constants.errno[code] ?? (code === 'ENOTFOUND' ? 3008 : 1));
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return Object.assign(new Error(`getaddrinfo ${code} ${host}`), { errno, code, syscall: 'getaddrinfo', hostname: host });
  }
  if (WHILE_CONNECTING.has(code)) {
    return Object.assign(new Error(`connect ${code} ${addressOf(host)}:${port}`), { errno, code, syscall: 'connect', address: addressOf(host), port });
  }
  return Object.assign(new Error(`read ${code}`), { errno, code, syscall: 'read' });
}

/** Opens a connection for `owner`, which has `receive(end, bytes)` and `fail(code)`; returns its number. */
function openFor(owner) {
  carried.set(++lastConnection, owner);
  return lastConnection;
}

const closeFor = (connection) => carried.delete(connection);
const carries = (connection) => carried.has(connection);

/** Bytes from the kernel. A connection closed meanwhile is no error: the kernel decided before it knew. */
function receive(connection, end, bytes) {
  carried.get(connection)?.receive(end, bytes);
  const socket = connections.get(connection);
  if (socket === undefined || (bytes.length === 0 && !end)) {
    return;
  }
  const state = socket[STATE];
  state.bytesRead += bytes.length;
  restartIdleTimer(socket);
  state.runInAsyncScope(() => {
    if (bytes.length > 0) {
      socket.push(bytes);
    }
    if (end) {
      socket.push(null);
    }
  });
}

function fail(connection, code) {
  carried.get(connection)?.fail(code);
  const socket = connections.get(connection);
  if (socket !== undefined) {
    socket[STATE].runInAsyncScope(() => socket.destroy(failure(code, socket)));
  }
}

function connectPlain(...args) {
  const [options, callback] = net._normalizeArgs(args);
  return start(new net.Socket(options), options, callback, false);
}

function connectSecure(...args) {
  const [options, callback] = net._normalizeArgs(args);
  const whole = typeof args[1] === 'object' && args[1] !== null ? { ...options, ...args[1] } : { ...options, ...(typeof args[2] === 'object' ? args[2] : {}) };
  return start(new net.Socket({ allowHalfOpen: whole.allowHalfOpen, signal: whole.signal, highWaterMark: whole.highWaterMark }), whole, callback, true);
}

function start(socket, options, callback, encrypted) {
  if (typeof callback === 'function') {
    socket.once(encrypted ? 'secureConnect' : 'connect', callback);
  }
  adopt(socket, options, encrypted);
  if (options.timeout) {
    socket.setTimeout(options.timeout);
  }
  return socket;
}

/** http's agents connect by net's functions as they find them: `http` itself is loaded later, by those who use it. */
function install() {
  net.connect = net.createConnection = connectPlain;
  tls.connect = connectSecure;
  net.Socket.prototype.connect = function (...args) {
    const [options, callback] = net._normalizeArgs(Array.isArray(args[0]) ? args[0] : args);
    return start(this, options, callback, false);
  };
}

const pendingReferenced = () => referenced + carried.size;

module.exports = { install, receive, fail, openFor, closeFor, carries, pendingReferenced };
