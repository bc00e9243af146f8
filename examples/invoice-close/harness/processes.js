'use strict';

const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

/** The processes the harness started. Each is ended by its own id, however the harness ends. */
const running = new Set();

/** `onLine` gets each line of standard output; standard error goes to ours, with the name before it. */
function start(name, command, args, { env, cwd, onLine }) {
  const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {});
  running.add(child);
  createInterface({ input: child.stdout }).on('line', onLine);
  createInterface({ input: child.stderr }).on('line', (line) => process.stderr.write(`${name}: ${line}\n`));
  child.on('error', (error) => process.stderr.write(`${name}: ${error.message}\n`));
  child.exited = new Promise((resolve) => child.once('close', resolve));
  child.once('close', () => running.delete(child));
  return child;
}

async function stop(child, graceMillis = 3000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), graceMillis);
  await child.exited;
  clearTimeout(impatience);
}

const stopAll = () => Promise.all([...running].map((child) => stop(child)));

module.exports = { start, stop, stopAll };
