'use strict';

const { once } = require('events');
const { spawn } = require('child_process');

/** Hears a child out that writes many pieces at one moment, beside a timer that is due later. */
exports.handler = async () => {
  const seen = { pieces: 0, late: false };
  setTimeout(() => {
    seen.late = true;
  }, 1000).unref();
  const child = spawn(process.execPath, ['-e', 'for (let i = 0; i < 20000; i++) process.stdout.write("x")']);
  child.stdout.on('data', () => {
    seen.pieces += 1;
  });
  [seen.status] = await once(child, 'exit');
  return seen;
};
