'use strict';

const config = require('./config');

/**
 * Redaction at the source: fields named in TAPEDECK_REDACT never leave the process. It is the small
 * half of redaction; the large one happens when a cartridge is made, where a policy and detectors
 * can be changed without a deployment.
 *
 * A field is replaced wherever it occurs: in objects, in JSON inside a string, in DynamoDB's typed
 * attributes (whose type tag stays), in forms.
 */
const MARK = '[redacted]';
const DYNAMODB_TAGS = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

const named = (name) => config.redactedNames.has(String(name).toLowerCase());

function replaced(value) {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  return keys.length === 1 && DYNAMODB_TAGS.has(keys[0]) ? { [keys[0]]: MARK } : MARK;
}

function redactString(text, path, found) {
  if (!/^\s*[[{]/.test(text)) return text;
  const before = found.length;
  const value = parsed(text);
  if (value === undefined) return text;
  const copy = redactValue(value, `${path}(json)`, found);
  return found.length > before ? JSON.stringify(copy) : text;
}

/** A copy of `value` with the named fields replaced; their paths are appended to `found`. */
function redactValue(value, path, found) {
  if (typeof value === 'string') return redactString(value, path, found);
  if (Array.isArray(value)) return value.map((item, index) => redactValue(item, `${path}[${index}]`, found));
  if (value === null || typeof value !== 'object') return value;
  const copy = {};
  for (const [key, item] of Object.entries(value)) {
    const here = `${path}.${key}`;
    if (named(key)) found.push(here);
    copy[key] = named(key) ? replaced(item) : redactValue(item, here, found);
  }
  return copy;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function redactForm(text, path, found) {
  return text
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0];
      if (!named(decodeURIComponentOr(name))) return pair;
      found.push(`${path}.${name}`);
      return `${name}=${encodeURIComponent(MARK)}`;
    })
    .join('&');
}

function decodeURIComponentOr(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Text that is whole: JSON or a form is redacted field by field, anything else is returned as it is. */
function redactText(text, contentType, path, found) {
  if (config.redactedNames.size === 0) return text;
  if (/x-www-form-urlencoded/.test(contentType ?? '')) return redactForm(text, path, found);
  return redactString(text, path, found);
}

/** Text that was cut cannot be parsed: it ends before the first field that would have to be redacted. */
function redactCut(text) {
  if (config.redactedNames.size === 0) return text;
  const fields = /(?:\\*"|[&?]|^)([\w.-]+)(?:\\*"\s*:|=)/g;
  for (let match = fields.exec(text); match; match = fields.exec(text)) {
    if (named(match[1])) return text.slice(0, match.index);
  }
  return text;
}

/** A URL whose named parameters are replaced. */
function redactUrl(url, path, found) {
  const query = url.indexOf('?');
  if (query < 0 || config.redactedNames.size === 0) return url;
  return url.slice(0, query + 1) + redactForm(url.slice(query + 1), path, found);
}

/** Headers by lower-case name. Credentials are always replaced, and not listed: no replay needs them. */
function redactHeaders(headers, path, found) {
  const copy = {};
  for (const [key, value] of Object.entries(headers)) {
    const name = key.toLowerCase();
    const credential = config.credentialHeaders.has(name);
    if (!credential && named(name)) found.push(`${path}.${name}`);
    copy[name] = credential || named(name) ? MARK : value;
  }
  return copy;
}

module.exports = { MARK, redactValue, redactText, redactCut, redactUrl, redactHeaders };
