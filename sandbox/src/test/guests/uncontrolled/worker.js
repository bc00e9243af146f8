'use strict';
// A thread.
const { Worker } = require('worker_threads');

exports.handler = async () => {
  try {
    return await new Promise((resolve) => new Worker('require("worker_threads").parentPort.postMessage(Date.now())', { eval: true }).on('message', resolve));
  } catch (error) {
    return error.code;
  }
};
