'use strict';
// Child processes that call: waited for, beside each other, and below each other; the calls are this process's, at the moments of the children.
const { fork, spawn, spawnSync } = require('child_process');
const http = require('http');
const path = require('path');

const child = path.join(__dirname, 'data-child.js');

const ended = (process) => new Promise((resolve) => {
  const seen = [];
  process.stdout.on('data', (data) => seen.push(String(data), Date.now()));
  process.on('message', (message) => seen.push(message));
  process.on('close', (code) => resolve([code, seen]));
});

const called = () => new Promise((resolve) => http.get('http://orders.example.com/own', (answer) => answer.resume().on('end', () => resolve(Date.now()))));

exports.handler = async () => {
  const before = Date.now();
  const own = called();
  const timed = new Promise((resolve) => setTimeout(() => resolve(Date.now()), 1000));
  await new Promise(setImmediate);
  const waited = spawnSync('node', [child, 'calls'], { encoding: 'utf8' });
  const between = Date.now();
  const cut = spawnSync('node', ['-e', 'require("http").get("http://slow.example.com/")'], { timeout: 1500 });
  const afterwards = Date.now();
  const answeredAt = await own;
  const fired = await timed;
  const both = await Promise.all([ended(spawn('node', [child, 'call'])), ended(fork(child, ['call'], { silent: true })), called()]);
  const below = await ended(spawn('node', ['-e', `require("child_process").spawn("node", [${JSON.stringify(child)}, "call"], { stdio: "inherit" })`]));
  return { waited: [waited.status, waited.stdout, waited.stderr], before, between, cut: [cut.status, cut.signal, cut.error.code], afterwards, answeredAt, fired, both, below };
};
