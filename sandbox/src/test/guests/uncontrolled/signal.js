'use strict';
// A signal to whoever has that number.
exports.handler = async () => {
  try {
    return process.kill(process.pid, 0) && process.kill(process.pid, 'SIGUSR2');
  } catch (error) {
    return error.code;
  }
};
