'use strict';

const zlib = require('node:zlib');
const config = require('./config');
const { redactText, redactCut, redactValue } = require('./redact');

/**
 * One body on its way: the bytes are counted to the end and kept up to the cap. It never holds the
 * bytes back, nor does it read a stream that the function would not have read.
 */
class Body {
  constructor(limit = config.bodyBytes) {
    this.limit = limit;
    this.size = 0;
    this.kept = 0;
    this.chunks = [];
  }

  add(chunk, encoding) {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    this.size += bytes.length;
    if (this.kept >= this.limit) return;
    const part = bytes.subarray(0, this.limit - this.kept);
    this.kept += part.length;
    this.chunks.push(part);
  }

  /** Sets the attributes `tapedeck.<side>.body…` and lists redacted fields. */
  describe(side, headers, attributes, found) {
    const key = `tapedeck.${side}.body`;
    const cut = this.size > this.kept;
    const decoded = cut ? undefined : decode(this.bytes(), headers['content-encoding']);
    if (decoded) attributes[`${key}.decoded`] = headers['content-encoding'];
    const text = utf8(decoded ?? this.bytes(), cut);
    if (cut) attributes[`${key}.truncated`] = this.size;
    if (text === undefined) {
      attributes[`${key}.encoding`] = 'base64';
      attributes[key] = this.bytes().toString('base64');
      return;
    }
    attributes[key] = cut ? redactCut(text) : redactText(text, headers['content-type'], `${key}:$`, found);
  }

  bytes() {
    return this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
  }
}

/** The content without its coding, or undefined where it has none that is known. */
function decode(bytes, coding) {
  const decoders = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, br: zlib.brotliDecompressSync };
  const decoder = decoders[coding];
  if (!decoder || bytes.length === 0) return undefined;
  try {
    return decoder(bytes, { maxOutputLength: config.bodyBytes });
  } catch {
    return undefined;
  }
}

/** The bytes as text, or undefined where they are not UTF-8. A cut may fall inside a character. */
function utf8(bytes, cut) {
  for (let short = 0; short <= (cut ? 3 : 0); short++) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, bytes.length - short));
    } catch {
      // not a whole character at the end, or no text at all
    }
  }
  return undefined;
}

/** A JSON value as an attribute of its own (`tapedeck.event`, `tapedeck.response`), capped and redacted. */
function describeJson(key, value, attributes, found) {
  const text = JSON.stringify(redactValueOf(key, value, found)) ?? 'null';
  const bytes = Buffer.from(text);
  if (bytes.length <= config.eventBytes) {
    attributes[key] = text;
    return;
  }
  attributes[key] = redactCut(utf8(bytes.subarray(0, config.eventBytes), true) ?? '');
  attributes[`${key}.truncated`] = bytes.length;
}

function redactValueOf(key, value, found) {
  return config.redactedNames.size === 0 ? value : redactValue(value, `${key}:$`, found);
}

module.exports = { Body, describeJson };
