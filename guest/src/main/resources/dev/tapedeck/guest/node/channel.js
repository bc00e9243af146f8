'use strict';
/*
 * The control channel: length-prefixed frames on two descriptors that the launcher opened, in strict alternation. The guest collects what a segment
 * yields, writes it in one go, and then blocks in a read until the kernel has decided. Layouts are in Frames.java; both sides change together.
 *
 *   frame = length u32 (of what follows), type u8, payload; all numbers big-endian; text is UTF-8, with a u32 length wherever more follows it
 */
const real = require('./real');

const VERSION = 1;
const INPUT = 3;
const OUTPUT = 4;
const MAX_FRAME = 1 << 28;
const DATA_PIECE = 1 << 20;

const TO_KERNEL = {
  HELLO: 1, OPEN: 2, DATA: 3, FIN: 4, CLOSE: 5, LOG: 6, READY: 7, RETURNED: 8, RAISED: 9, EXIT: 10, UNCONTROLLED: 11, IDLE: 12,
};
const FROM_KERNEL = { HELLO: 1, START: 2, INVOKE: 3, DATA: 4, ERROR: 5, TIMER: 6 };

let out = Buffer.allocUnsafeSlow(1 << 16);
let end = 0;
let frameStart = 0;

function reserve(bytes) {
  if (end + bytes <= out.length) {
    return;
  }
  const larger = Buffer.allocUnsafeSlow(Math.max(out.length * 2, end + bytes));
  out.copy(larger, 0, 0, end);
  out = larger;
}

function open(type) {
  reserve(5);
  frameStart = end;
  out[end + 4] = type;
  end += 5;
}

function u8(value) {
  reserve(1);
  out[end++] = value;
}

function u32(value) {
  reserve(4);
  end = out.writeUInt32BE(value, end);
}

function f64(value) {
  reserve(8);
  end = out.writeDoubleBE(value, end);
}

function bytes(buffer) {
  reserve(buffer.length);
  out.set(buffer, end);
  end += buffer.length;
}

/** The rest of a frame. A string with lone surrogates becomes what UTF-8 makes of it, the same on every run. */
function text(string) {
  reserve(string.length * 3);
  end += out.write(string, end, 'utf8');
}

function sizedText(string) {
  const at = end;
  u32(0);
  text(string);
  out.writeUInt32BE(end - at - 4, at);
}

function close() {
  out.writeUInt32BE(end - frameStart - 4, frameStart);
}

function flush() {
  for (let at = 0; at < end;) {
    at += real.writeSync(OUTPUT, out, at, end - at);
  }
  end = 0;
}

const send = {
  open(connection, tls, port, host) {
    open(TO_KERNEL.OPEN);
    u32(connection);
    u8(tls ? 1 : 0);
    u32(port);
    text(host);
    close();
  },
  data(connection, buffer) {
    for (let at = 0; at < buffer.length; at += DATA_PIECE) {
      open(TO_KERNEL.DATA);
      u32(connection);
      bytes(buffer.subarray(at, at + DATA_PIECE));
      close();
    }
  },
  fin(connection) {
    open(TO_KERNEL.FIN);
    u32(connection);
    close();
  },
  close(connection) {
    open(TO_KERNEL.CLOSE);
    u32(connection);
    close();
  },
  log(error, string) {
    open(TO_KERNEL.LOG);
    u8(error ? 1 : 0);
    text(string);
    close();
  },
  ready() {
    open(TO_KERNEL.READY);
    close();
  },
  returned(json) {
    open(TO_KERNEL.RETURNED);
    text(json);
    close();
  },
  raised(errorType, message, stack) {
    open(TO_KERNEL.RAISED);
    sizedText(errorType);
    sizedText(message);
    text(stack);
    close();
  },
  /** The last frame of a process that ends of its own accord. */
  exit(code) {
    open(TO_KERNEL.EXIT);
    u32(code);
    close();
    flush();
  },
  uncontrolled(source, refused) {
    open(TO_KERNEL.UNCONTROLLED);
    u8(refused ? 1 : 0);
    text(source);
    close();
  },
};

let input = Buffer.allocUnsafeSlow(1 << 16);
let filled = 0;
let consumed = 0;

/** Blocks until `input` holds `needed` bytes from `consumed` on. The kernel closing the channel is how a guest ends. */
function fill(needed) {
  if (consumed + needed > input.length) {
    const target = needed > input.length ? Buffer.allocUnsafeSlow(needed * 2) : input;
    input.copy(target, 0, consumed, filled);
    input = target;
    filled -= consumed;
    consumed = 0;
  }
  while (filled - consumed < needed) {
    const count = real.readSync(INPUT, input, filled, input.length - filled, null);
    if (count === 0) {
      real.exit(0);
    }
    filled += count;
  }
}

/** One whole frame as a reader over its payload. The payload is valid until the next frame is read. */
function receive() {
  if (filled === consumed) {
    filled = consumed = 0;
  }
  fill(4);
  const length = input.readUInt32BE(consumed);
  if (length < 1 || length > MAX_FRAME) {
    throw new Error(`control channel: a frame of ${length} bytes`);
  }
  fill(4 + length);
  const start = consumed + 4;
  consumed = start + length;
  return new Reader(input[start], input, start + 1, consumed);
}

class Reader {
  constructor(type, buffer, at, limit) {
    this.type = type;
    this.buffer = buffer;
    this.at = at;
    this.limit = limit;
  }

  u8() {
    return this.buffer[this.at++];
  }

  u32() {
    this.at += 4;
    return this.buffer.readUInt32BE(this.at - 4);
  }

  f64() {
    this.at += 8;
    return this.buffer.readDoubleBE(this.at - 8);
  }

  sizedText() {
    const length = this.u32();
    this.at += length;
    return this.buffer.toString('utf8', this.at - length, this.at);
  }

  text() {
    return this.buffer.toString('utf8', this.at, this.limit);
  }

  /** The rest of it, to be read later. */
  kept() {
    return new Reader(this.type, this.bytes(), 0, this.limit - this.at);
  }

  /** A copy: what is read next overwrites the buffer. */
  bytes() {
    return Buffer.from(this.buffer.subarray(this.at, this.limit));
  }
}

function readGreeting() {
  const frame = receive();
  if (frame.type !== FROM_KERNEL.HELLO) {
    throw new Error(`control channel: a greeting was due, got frame ${frame.type}`);
  }
  return JSON.parse(frame.text());
}

function sendHello(nodeVersion) {
  open(TO_KERNEL.HELLO);
  u8(VERSION);
  text(nodeVersion);
  close();
}

/** Ends a segment: what it yielded goes out, and the kernel's next decision comes in. */
function exchange(olderNanos, freshNanos, readClock, drewEntropy) {
  open(TO_KERNEL.IDLE);
  f64(olderNanos);
  f64(freshNanos);
  u8((readClock ? 1 : 0) | (drewEntropy ? 2 : 0));
  close();
  flush();
  return receive();
}

module.exports = { FROM_KERNEL, send, exchange, readGreeting, sendHello };
