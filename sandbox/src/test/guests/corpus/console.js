'use strict';
// Output by every way that does not go through a library.
const fs = require('fs');

exports.handler = async () => {
  console.log('log %s', { a: 1 });
  console.error('error');
  process.stdout.write('no newline');
  process.stderr.write(Buffer.from('bytes'));
  fs.writeSync(1, 'straight to the descriptor\n');
  await new Promise((resolve) => fs.write(2, Buffer.from('and later'), resolve));
  console.table([{ x: 1 }]);
  console.trace('trace');
  process.emitWarning('a warning');
  await new Promise((resolve) => process.stdout.write('with callback', resolve));
  return process.stdout.isTTY ?? false;
};
