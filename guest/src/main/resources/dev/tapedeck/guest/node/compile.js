'use strict';
/*
 * Compiles the hooks ahead of all guests (CompiledCode.java). V8 keeps of a script what has been called by then, so this process is a guest as any other, which
 * starts and answers once: its kernel is here, and its handler one that does nothing. Nobody's code runs. The archive is that of compile.py.
 *
 *   archive = (length u32, path, length u32, content)*, length 0
 */
const fs = require('fs');
const { bundle, compiled } = require('./entry');

const OUTPUT = 4;
const HANDLER = '/tmp/handler.js';
const GREETING = { handler: 'handler.handler', taskRoot: '/tmp', environment: {}, constants: {}, disabledHooks: [], memoryMegabytes: 128 };
const HELLO = 1;
const START = 2;
const INVOKE = 3;
const RETURNED = 8;
/** An instant, its length charged, and a seed, all zero; and what an invocation has beside: a deadline and four texts without a letter, then the event. */
const MOMENT = Buffer.alloc(28 + 16);
const INVOCATION = Buffer.concat([MOMENT, Buffer.alloc(8 + 4 * 4), Buffer.from('{}')]);

const { readSync, writeSync } = fs;
const { reallyExit } = process;

function sized(content) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return [length, content];
}

const frame = (type, payload) => Buffer.concat(sized(Buffer.concat([Buffer.of(type), payload])));

const frames = [frame(HELLO, Buffer.from(JSON.stringify(GREETING))), frame(START, MOMENT), frame(INVOKE, INVOCATION)];

function write(bytes) {
  for (let at = 0; at < bytes.length;) {
    at += writeSync(OUTPUT, bytes, at, bytes.length - at);
  }
}

/** Of what came last, the first frame's. */
let told;

function hear(_, bytes, from, count) {
  told = bytes[from + 4];
  return count;
}

/** The kernel's side of the channel (channel.js), one frame at a time. With the last one answered all is done; a guest that went another way is no model. */
function decide(_, buffer, offset) {
  const next = frames.shift();
  if (next === undefined) {
    if (told !== RETURNED) {
      throw new Error(`the guest that is compiled did not answer, but told ${told}`);
    }
    write(Buffer.concat([...sized(Buffer.from(bundle)), ...sized(compiled()), Buffer.alloc(4)]));
    reallyExit.call(process, 0);
  }
  return next.copy(buffer, offset);
}

fs.writeFileSync(HANDLER, 'exports.handler = async () => null;\n');
Object.assign(fs, { readSync: decide, writeSync: hear });
require('./real');
Object.assign(fs, { readSync, writeSync });
require('./index');
