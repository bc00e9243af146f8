'use strict';
// Programs that are not Node: they run, and each is named; Node below a shell has the hooks even so.
const { execFile, execFileSync, execSync, spawn } = require('child_process');
const { promisify } = require('util');

exports.handler = async () => {
  const cat = spawn('cat');
  const out = [];
  cat.stdout.on('data', (data) => out.push(String(data)));
  const closed = new Promise((resolve) => cat.on('close', resolve));
  setTimeout(() => cat.stdin.end('given'), 20);
  cat.stdin.write('once ');
  return [
    execFileSync('/bin/echo', ['hi'], { encoding: 'utf8' }),
    execSync('cd /tmp && node -p "[Math.random(), Date.now()].every(Number.isFinite)"', { encoding: 'utf8' }),
    execSync('echo in | node data-below.js', { encoding: 'utf8', cwd: __dirname }),
    await promisify(execFile)('uname'),
    await closed, out,
  ];
};
