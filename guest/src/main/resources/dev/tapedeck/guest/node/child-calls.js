'use strict';
/*
 * Calls of a child process. It has no channel of its own: what it opens and sends stands in its journal, and goes to the kernel as this process's, at its
 * moment. What comes back is one more input, with which the child runs once more from its start (child-process.js).
 *
 *   child: open, data, fin, close -> journal -> pass -> kernel -> answered -> input of the next run
 */
const sockets = require('./sockets');
const { send } = require('./channel');
const { segment } = require('./segment');

class Calls {
  /** @param answered told `{ connection, data, end }` or `{ connection, error }`, by the child's own numbers */
  constructor(answered) {
    this.answered = answered;
    this.ours = new Map();
  }

  /** Does now what a record of the journal says. */
  pass({ net, connection, tls, port, host, data }) {
    // what a child drew and read is not known apart: it is taken to have done both
    segment.readClock = true;
    segment.drewEntropy = true;
    if (net === 'open') {
      const id = sockets.openFor({
        receive: (end, bytes) => this.answered({ connection, data: bytes.toString('base64'), end }), fail: (error) => this.answered({ connection, error }),
      });
      this.ours.set(connection, id);
      send.open(id, tls, port, host);
    } else if (this.ours.has(connection)) {
      this.go(net, connection, data);
    }
  }

  go(net, connection, data) {
    const id = this.ours.get(connection);
    if (net === 'data') {
      send.data(id, Buffer.from(data, 'base64'));
    } else if (net === 'fin') {
      send.fin(id);
    } else {
      this.ours.delete(connection);
      sockets.closeFor(id);
      send.close(id);
    }
  }

  /** The child is over, and with it what it had open. */
  end() {
    [...this.ours.keys()].forEach((connection) => this.go('close', connection));
  }
}

/** In the child: what would go to the kernel is noted instead. */
function noteInstead(note) {
  send.open = (connection, tls, port, host) => note({ net: 'open', connection, tls, port, host });
  send.data = (connection, buffer) => note({ net: 'data', connection, data: buffer.toString('base64') });
  send.fin = (connection) => note({ net: 'fin', connection });
  send.close = (connection) => note({ net: 'close', connection });
}

module.exports = { Calls, noteInstead };
