'use strict';
// What a child process may not: be looked into, be given more (an answer, too) after it changed files, have further pipes, reach out from below another child.
const { execFileSync, fork, spawn, spawnSync } = require('child_process');
const cluster = require('cluster');
const path = require('path');

const attempt = (what) => {
  try {
    return typeof what();
  } catch (error) {
    return error.code;
  }
};

const child = path.join(__dirname, '../corpus/data-child.js');
const reaching = 'fetch("http://orders.example.com").catch((error) => console.log(error.cause.code))';

exports.handler = async () => {
  const writing = spawn('node', ['-e', 'require("fs").mkdirSync("/tmp/made", { recursive: true }); process.stdin.resume()']);
  await new Promise((resolve) => setTimeout(resolve, 10));
  return [
    attempt(() => cluster.fork()),
    attempt(() => spawn('node', ['--inspect', child])),
    attempt(() => fork(child, ['answers'], { serialization: 'advanced' })),
    attempt(() => spawnSync('node', [child, 'seen'], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })),
    attempt(() => writing.stdin.write('more')),
    execFileSync('node', ['-e', `process.stdout.write(require("child_process").execFileSync("node", ["-e", ${JSON.stringify(reaching)}]))`], { encoding: 'utf8' }),
    attempt(() => execFileSync('node', ['-e', 'require("fs").mkdirSync("/tmp/again", { recursive: true }); fetch("http://orders.example.com")'])),
    execFileSync('node', ['-e', 'require("crypto").generateKeyPairSync("ec", { namedCurve: "P-256" })'], { encoding: 'utf8' }),
    writing.kill('SIGKILL'),
  ];
};
