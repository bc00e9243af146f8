'use strict';

/**
 * What can be set, all by environment variables, read once. A value that cannot be understood stops
 * the recorder with a sentence that names it, and never the function: see preload.js.
 */
const CREDENTIAL_HEADERS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-amz-security-token',
  'x-api-key',
];

/** Redacted wherever a field of this name occurs, unless TAPEDECK_REDACT says otherwise. */
const DEFAULT_NAMES = [...CREDENTIAL_HEADERS, 'password', 'passwd', 'client_secret', 'cvv', 'cvc', 'pin'];

function number(name, fallback, unit) {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^[0-9]+$/.test(text)) {
    throw new Error(`${name} is \`${text}\`; write a number of ${unit} such as \`${fallback}\``);
  }
  return Number(text);
}

function names(text) {
  if (text === undefined) return DEFAULT_NAMES;
  if (text === 'none') return [];
  const listed = text.split(',').map((name) => name.trim().toLowerCase()).filter(Boolean);
  return listed.flatMap((name) => (name === 'default' ? DEFAULT_NAMES : [name]));
}

module.exports = {
  eventBytes: number('TAPEDECK_MAX_EVENT_BYTES', 262144, 'bytes'),
  bodyBytes: number('TAPEDECK_MAX_BODY_BYTES', 65536, 'bytes'),
  flushMillis: number('TAPEDECK_FLUSH_MILLIS', 500, 'milliseconds'),
  redactedNames: new Set(names(process.env.TAPEDECK_REDACT)),
  credentialHeaders: new Set(CREDENTIAL_HEADERS),
};
