'use strict';
/*
 * What the hooks themselves need of the real machine, taken before any of it is replaced.
 */
const fs = require('fs');
const net = require('net');
const timers = require('timers');

module.exports = Object.freeze({
  Date,
  setImmediate: timers.setImmediate,
  readSync: fs.readSync,
  readdirSync: fs.readdirSync,
  statSync: fs.statSync,
  lstatSync: fs.lstatSync,
  writeSync: fs.writeSync,
  netConnect: net.connect,
  nodeTiming: performance.nodeTiming,
  activeResources: process.getActiveResourcesInfo.bind(process),
  exit: process.reallyExit.bind(process),
  execPath: process.execPath,
  execArgv: process.execArgv,
  bootMillis: Date.now(),
  /** Known under this name to everybody: https://nodejs.org/api/util.html#utilpromisifycustom. `util`, which loads more when it is asked, is left to those who use it. */
  promisified: Symbol.for('nodejs.util.promisify.custom'),
});
