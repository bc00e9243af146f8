'use strict';
// Much output, by every way out, in the order of its being written.
const fs = require('fs');
const util = require('util');

exports.handler = async () => {
  for (let i = 0; i < 2000; i++) {
    console.log('line %d of many', i);
  }
  process.stdout.write('x'.repeat(300_000));
  process.stderr.write(Buffer.from('bytes\n'));
  fs.writeSync(1, 'straight\n');
  await new Promise((resolve) => fs.write(2, 'straight later\n', resolve));
  await new Promise((resolve) => process.stdout.write('with a callback\n', resolve));
  console.table([{ a: 1 }]);
  console.dir({ deep: { deeper: { deepest: {} } } }, { depth: 0 });
  console.error(new Error('shown').message, util.inspect(new Map([[{}, Symbol('s')]])));
  console.group('group');
  console.count();
  console.groupEnd();
  console.trace === undefined || console.warn('done');
  process.emitWarning('careful', 'CustomWarning');
  await new Promise(setImmediate);
  return process.stdout.isTTY ?? false;
};
