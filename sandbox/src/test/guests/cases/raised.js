'use strict';
// The ways an invocation can fail.
class OrderRejected extends Error {
  constructor(message) {
    super(message);
    this.name = 'OrderRejected';
  }
}

exports.handler = (event, context, callback) => {
  switch (event.how) {
    case 'throw':
      throw new OrderRejected('thrown');
    case 'reject':
      return Promise.reject(new TypeError('rejected'));
    case 'callback':
      return callback(new OrderRejected('called back'));
    case 'string':
      return Promise.reject('just text');
    case 'timer':
      return setTimeout(() => {
        throw new OrderRejected('uncaught');
      }, 5);
    case 'unhandled':
      Promise.reject(new OrderRejected('nobody listens'));
      return new Promise(() => undefined);
    case 'exit':
      return process.exit(3);
    case 'never':
      return new Promise(() => undefined);
    case 'circular':
      event.self = event;
      return Promise.resolve(event);
    case 'memory':
      for (const hoard = []; ;) {
        hoard.push(new Array(1e6).fill(Math.random()));
      }
    default:
      return Promise.resolve();
  }
};
