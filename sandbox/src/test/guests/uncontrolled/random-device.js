'use strict';
// Randomness of the system's.
exports.handler = async () => {
  const fd = require('fs').openSync('/dev/urandom');
  const out = Buffer.alloc(8);
  require('fs').readSync(fd, out);
  return out.toString('hex');
};
