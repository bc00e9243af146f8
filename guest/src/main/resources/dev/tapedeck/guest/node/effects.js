'use strict';
/*
 * Whether a child process changed a file: one that did cannot be run once more from its start to be given more input (child-process.js).
 */
const fs = require('fs');
const { onChange } = require('./report');

const CHANGING = ['appendFile', 'chmod', 'chown', 'copyFile', 'cp', 'fchmod', 'fchown', 'ftruncate', 'futimes', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp', 'rename',
  'rm', 'rmdir', 'symlink', 'truncate', 'unlink', 'utimes', 'writeFile'];
const READING = new Set([undefined, 'r', 'rs', 'sr', fs.constants.O_RDONLY]);

let noted = false;

function noting(target, name, note, when = () => true) {
  const original = target[name];
  if (typeof original === 'function') {
    target[name] = Object.assign(function (...args) {
      if (!noted && when(...args)) {
        noted = true;
        note({ effect: true });
      }
      return original.apply(this, args);
    }, original);
  }
}

function install(note) {
  onChange(() => note({ effect: true }));
  const forWriting = (file, flags) => !READING.has(typeof flags === 'object' ? flags?.flags : flags);
  CHANGING.forEach((name) => noting(fs, `${name}Sync`, note));
  noting(fs, 'openSync', note, forWriting);
  noting(fs.promises, 'open', note, forWriting);
}

module.exports = { install };
