'use strict';
/*
 * Standard output and error become log steps: through the streams, and through the descriptors 1 and 2 that loggers like pino write to directly.
 * Node's warnings go to standard error, in one line. Standard input is empty.
 */
const fs = require('fs');
const { Readable, Writable } = require('stream');
const { send } = require('./channel');
const { deferred } = require('./offload');

const STDOUT = 1;
const STDERR = 2;

const asText = (chunk, encoding) =>
  (typeof chunk === 'string' ? Buffer.from(chunk, encoding === 'buffer' ? 'utf8' : encoding) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    .toString('utf8');

function logStream(fd) {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, encoding, done) {
      send.log(fd === STDERR, typeof chunk === 'string' ? chunk : asText(chunk));
      done();
    },
    writev(chunks, done) {
      send.log(fd === STDERR, chunks.map(({ chunk }) => (typeof chunk === 'string' ? chunk : asText(chunk))).join(''));
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

function replaceStream(name, stream) {
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
}

function installDescriptors() {
  const { writeSync, writevSync } = fs;
  fs.writeSync = function (fd, data, ...rest) {
    if (fd !== STDOUT && fd !== STDERR) {
      return writeSync.call(this, fd, data, ...rest);
    }
    const bytes = sliceToWrite(data, rest);
    send.log(fd === STDERR, bytes.toString('utf8'));
    return bytes.length;
  };
  fs.writevSync = function (fd, buffers, position) {
    if (fd !== STDOUT && fd !== STDERR) {
      return writevSync.call(this, fd, buffers, position);
    }
    return buffers.reduce((total, buffer) => total + fs.writeSync(fd, buffer), 0);
  };
  fs.write = deferred(fs.writeSync, (count, args) => [count, args[1]]);
  fs.writev = deferred(fs.writevSync, (count, args) => [count, args[1]]);
}

function sliceToWrite(data, rest) {
  if (typeof data === 'string') {
    return Buffer.from(data, typeof rest[1] === 'string' ? rest[1] : 'utf8');
  }
  const { offset = 0, length } = typeof rest[0] === 'object' && rest[0] !== null ? rest[0] : { offset: rest[0], length: rest[1] };
  const start = offset ?? 0;
  return Buffer.from(data.buffer, data.byteOffset + start, length ?? data.byteLength - start);
}

function install() {
  replaceStream('stdout', logStream(STDOUT));
  replaceStream('stderr', logStream(STDERR));
  replaceStream('stdin', Readable.from([]));
  process.on('warning', (warning) => send.log(true, `(node:${process.pid}) ${warning.name}: ${warning.message}\n`));
  process._rawDebug = (...args) => send.log(true, `${args.join(' ')}\n`);
  installDescriptors();
}

module.exports = { install };
