'use strict';
// When a file was written.
const fs = require('fs');

exports.handler = async () => {
  fs.writeFileSync('/tmp/f', 'x');
  return fs.statSync('/tmp/f').mtimeMs;
};
