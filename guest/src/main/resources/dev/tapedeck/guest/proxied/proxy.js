'use strict';
/*
 * The proxy through which a proxied program calls. What it sends is handed to the kernel as the bytes of a connection, as a hooked guest's are, and
 * HTTP is read there. TLS ends here, with a certificate made for the name that is asked for.
 *
 *   GET http://host/path    one request a connection: its line is rewritten, and it is told that the connection closes
 *   CONNECT host:port       a tunnel; what begins with a TLS greeting is opened, anything else is passed as it is
 */
const net = require('net');
const tls = require('tls');

const LARGEST_HEAD = 1 << 16;
const HEAD_END = '\r\n\r\n';
const TLS_GREETING = 0x16;

class Proxy {
  #send;
  #authority;
  #server;
  #connections = new Map();
  #nextId = 1;

  constructor(send, authority) {
    this.#send = send;
    this.#authority = authority;
    this.#server = net.createServer((socket) => this.#accept(socket));
  }

  listen(host) {
    return new Promise((resolve) => {
      this.#server.listen(0, host, () => resolve(this.#server.address().port));
    });
  }

  /** Whether anything was asked that the kernel has not answered. */
  waits() {
    return [...this.#connections.values()].some((connection) => connection.waits);
  }

  answer(id, end, bytes) {
    const connection = this.#connections.get(id);
    if (connection !== undefined) {
      connection.waits = false;
      connection.socket.write(bytes);
      if (end) {
        connection.socket.end();
      }
    }
  }

  /** The connection breaks; a proxy's client sees every such failure alike. */
  fail(id) {
    const connection = this.#connections.get(id);
    if (connection !== undefined) {
      connection.waits = false;
      connection.socket.destroy();
    }
  }

  #accept(socket) {
    let head = Buffer.alloc(0);
    const read = (bytes) => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf(HEAD_END);
      if (end >= 0) {
        socket.off('data', read);
        this.#begin(socket, head.toString('latin1', 0, end), head.subarray(end + HEAD_END.length));
      } else if (head.length > LARGEST_HEAD) {
        socket.destroy();
      }
    };
    socket.on('data', read);
    socket.on('error', () => socket.destroy());
  }

  #begin(socket, head, rest) {
    const [line, ...fields] = head.split('\r\n');
    const [, method, target] = /^(\S+) (\S+) HTTP\/1\.[01]$/.exec(line) ?? [];
    const tunnel = /^\[?([^\]/]+?)\]?:(\d+)$/.exec(target ?? '');
    if (method === 'CONNECT' && tunnel !== null) {
      this.#tunnel(socket, tunnel[1], Number(tunnel[2]), rest);
      return;
    }
    const plain = /^http:\/\/(?:[^/@]*@)?\[?([^\]/:?]+)\]?(?::(\d+))?(.*)$/i.exec(target ?? '');
    if (plain === null) {
      this.#send.uncontrolled(`a request to the proxy that it cannot read: \`${line.slice(0, 200)}\``, true);
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    const kept = fields.filter((field) => !/^(proxy-[a-z-]*|connection|keep-alive):/i.test(field));
    const path = plain[3].startsWith('/') ? plain[3] : `/${plain[3]}`;
    const bytes = Buffer.from([`${method} ${path} HTTP/1.1`, ...kept, 'Connection: close', '', ''].join('\r\n'), 'latin1');
    this.#connect({ socket, host: plain[1], port: Number(plain[2] ?? 80), secure: false }, Buffer.concat([bytes, rest]));
  }

  #tunnel(socket, host, port, rest) {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const first = (bytes) => {
      if (bytes[0] !== TLS_GREETING) {
        this.#connect({ socket, host, port, secure: false }, bytes);
        return;
      }
      socket.pause();
      socket.unshift(bytes);
      const clear = new tls.TLSSocket(socket, {
        isServer: true, secureContext: this.#authority.contextFor(host), ALPNProtocols: ['http/1.1'],
        SNICallback: (name, done) => done(null, this.#authority.contextFor(name)),
      });
      clear.on('error', (error) => {
        this.#send.uncontrolled(`a TLS connection to ${host}:${port} that does not trust the fence's certificate (${error.code ?? error.message})`, true);
        clear.destroy();
      });
      this.#connect({ socket: clear, host, port, secure: true }, Buffer.alloc(0));
    };
    if (rest.length > 0) {
      first(rest);
    } else {
      socket.once('data', first);
    }
  }

  #connect({ socket, host, port, secure }, bytes) {
    const id = this.#nextId++;
    const connection = { socket, waits: false };
    this.#connections.set(id, connection);
    this.#send.open(id, secure, port, host);
    const pass = (data) => {
      connection.waits = true;
      this.#send.data(id, data);
    };
    if (bytes.length > 0) {
      pass(bytes);
    }
    socket.on('data', pass);
    socket.on('close', () => {
      if (this.#connections.delete(id)) {
        this.#send.close(id);
      }
    });
  }
}

module.exports = { Proxy };
