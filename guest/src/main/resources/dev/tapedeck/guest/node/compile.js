'use strict';
/*
 * Compiles the hooks ahead of all guests (CompiledCode.java): what has been called by now is in it, so the hooks are put in place here, in a process that does
 * nothing else and sees nobody's code run. The archive is that of compile.py.
 *
 *   archive = (length u32, path, length u32, content)*, length 0
 */
const real = require('./real');
const { bundle, compiled } = require('./entry');
require('./numbers');
const HOOKS = require('./hooks');
const clock = require('./clock');
require('./turn');

const OUTPUT = 4;
const GREETING = { environment: {}, constants: {}, disabledHooks: [], memoryMegabytes: 128 };

function sized(content) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return [length, content];
}

function write(bytes) {
  for (let at = 0; at < bytes.length;) {
    at += real.writeSync(OUTPUT, bytes, at, bytes.length - at);
  }
}

for (const hook of Object.values(HOOKS)) {
  hook.install(GREETING);
}
clock.started();
write(Buffer.concat([...sized(Buffer.from(bundle)), ...sized(compiled()), Buffer.alloc(4)]));
real.exit(0);
