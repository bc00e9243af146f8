'use strict';
// Child processes that are waited for: each form, its clock, its ids, its input, its exit code.
const { execFileSync, execSync, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const child = path.join(__dirname, 'data-child.js');
const env = { STAGE: 'child' };

exports.handler = async () => {
  const before = Date.now();
  const results = [
    execSync(`node ${child} seen`, { encoding: 'utf8', env }),
    execFileSync(process.execPath, [child, 'seen'], { encoding: 'utf8', env }),
    execFileSync('node', ['-p', 'crypto.randomUUID() + " " + new Date().toISOString()']).toString(),
    execFileSync(process.execPath, [child, 'nested']).toString(),
  ];
  const steps = spawnSync('node', [child, 'steps'], { encoding: 'utf8' });
  const sum = spawnSync('node', [child, 'sum'], { input: 'x'.repeat(70_000), encoding: 'utf8' });
  const fails = spawnSync('node', [child, 'fails'], { encoding: 'utf8' });
  const cut = spawnSync('node', [child, 'forever'], { timeout: 2500, encoding: 'utf8' });
  const full = spawnSync('node', ['-e', 'console.log("y".repeat(5000))'], { maxBuffer: 1000 });
  const missing = spawnSync('/opt/nothing-there');
  spawnSync('node', [child, 'writes', '/tmp/written'], { stdio: 'inherit' });
  spawnSync('node', ['-e', 'console.log("to whoever started it")'], { stdio: 'inherit' });
  return {
    results, took: Date.now() - before, steps: [steps.status, steps.stdout, steps.pid], sum: [sum.status, sum.stdout, sum.stderr], fails: [fails.status, fails.stderr],
    cut: [cut.status, cut.signal, cut.error.code, cut.stdout], full: [full.signal, full.error.code, full.stdout.length], missing: [missing.error.code, missing.status],
    written: fs.readFileSync('/tmp/written', 'utf8'), own: Math.random(),
  };
};
