'use strict';
/*
 * The standard output and error of a process that a guest starts: bytes, as they are.
 */
const fs = require('fs');
const { Writable } = require('stream');
const { deferred } = require('./offload');

/** As much as a guest may yield in one segment. */
const LARGEST_OUTPUT = 64 * 1024 * 1024;
const TOO_MUCH_OUTPUT = 'more than 64 MB of output';

const STREAMS = { stdout: 1, stderr: 2 };

const asBytes = (data, encoding) =>
  (typeof data === 'string' ? Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding) : Buffer.from(data.buffer, data.byteOffset, data.byteLength));

function streamTo(fd, write) {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, encoding, done) {
      write(fd, asBytes(chunk, encoding));
      done();
    },
  });
  stream.fd = fd;
  stream._type = 'pipe';
  stream._isStdio = true;
  stream.destroySoon = stream.destroy = function () {
    return this;
  };
  return stream;
}

function sliced(data, rest) {
  if (typeof data === 'string') {
    return asBytes(data, typeof rest[1] === 'string' ? rest[1] : 'utf8');
  }
  const { offset = 0, length } = typeof rest[0] === 'object' && rest[0] !== null ? rest[0] : { offset: rest[0], length: rest[1] };
  return Buffer.from(data.buffer, data.byteOffset + (offset ?? 0), length ?? data.byteLength - (offset ?? 0));
}

function installDescriptors(write) {
  const { writeSync, writevSync } = fs;
  const isOurs = (fd) => fd === STREAMS.stdout || fd === STREAMS.stderr;
  fs.writeSync = function (fd, data, ...rest) {
    if (!isOurs(fd)) {
      return writeSync.call(this, fd, data, ...rest);
    }
    const bytes = sliced(data, rest);
    write(fd, bytes);
    return bytes.length;
  };
  fs.writevSync = function (fd, buffers, position) {
    return isOurs(fd) ? buffers.reduce((total, buffer) => total + fs.writeSync(fd, buffer), 0) : writevSync.call(this, fd, buffers, position);
  };
  fs.write = deferred(fs.writeSync, (count, args) => [count, args[1]]);
  fs.writev = deferred(fs.writevSync, (count, args) => [count, args[1]]);
}

function install(greeting, write) {
  for (const [name, fd] of Object.entries(STREAMS)) {
    const stream = streamTo(fd, write);
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }
  process.on('warning', (warning) => write(STREAMS.stderr, Buffer.from(`(node:${process.pid}) ${warning.name}: ${warning.message}\n`)));
  process._rawDebug = (...args) => write(STREAMS.stderr, Buffer.from(`${args.join(' ')}\n`));
  installDescriptors(write);
}

module.exports = { install, LARGEST_OUTPUT, TOO_MUCH_OUTPUT };
