'use strict';
// Child processes beside each other and beside timers: what they write arrives in the order of one clock.
const { exec, execFile, spawn } = require('child_process');
const { promisify } = require('util');
const { AsyncLocalStorage } = require('async_hooks');
const path = require('path');

const child = path.join(__dirname, 'data-child.js');
const context = new AsyncLocalStorage();

function watched(name, process, log) {
  const note = (...what) => log.push([name, Date.now(), context.getStore(), ...what]);
  return new Promise((resolve) => {
    process.stdout.on('data', (data) => note('out', String(data)));
    process.stderr.on('data', (data) => note('err', String(data)));
    for (const event of ['spawn', 'error', 'exit', 'close']) {
      process.on(event, (...what) => note(event, ...what.map((each) => each?.code ?? each)));
    }
    process.on('close', resolve);
  });
}

exports.handler = async () => {
  const log = [];
  const start = (name, file, args) => context.run(name, () => {
    const process = spawn(file, args);
    return [process, watched(name, process, log)];
  });
  const [, steps] = start('steps', 'node', [child, 'steps']);
  const [sum, summed] = start('sum', 'node', [child, 'sum']);
  const [forever, ended] = start('forever', 'node', [child, 'forever']);
  const [careful, told] = start('careful', 'node', [child, 'careful']);
  const [, missing] = start('missing', '/opt/nothing-there', []);
  sum.stdin.write('first');
  setTimeout(() => sum.stdin.end('and last'), 70);
  setTimeout(() => log.push(['kill', forever.kill(), careful.kill(), Date.now()]), 2500);
  const late = await new Promise((resolve) => exec(`node ${child} forever`, { timeout: 1500 }, (error, out) => resolve([error.killed, error.signal, out])));
  const whole = await promisify(execFile)('node', [child, 'seen'], { env: {} });
  const aborting = new AbortController();
  setTimeout(() => aborting.abort(), 300);
  const aborted = await promisify(execFile)('node', [child, 'forever'], { signal: aborting.signal }).catch((error) => [error.name, error.code, Date.now()]);
  await Promise.all([steps, summed, ended, told, missing]);
  return { log, late, whole, aborted };
};
