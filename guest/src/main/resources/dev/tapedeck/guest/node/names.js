'use strict';
/*
 * DNS without a network: every name has an address, derived from the name, and the sockets turn it back into the name. Whether a host exists is
 * for the kernel to say, when something is sent to it.
 */
const dns = require('dns');
const net = require('net');
const real = require('./real');
const { uncontrolled } = require('./report');

const namesByAddress = new Map();

/** FNV-1a, folded into 10.0.0.0/8; a clash moves on to the next address. */
function addressOf(name) {
  if (net.isIP(name) !== 0) {
    return name;
  }
  if (name === 'localhost' || name.endsWith('.localhost')) {
    return '127.0.0.1';
  }
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name.toLowerCase())) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  for (let low = (hash ^ (hash >>> 24)) & 0xffffff; ; low = (low + 1) & 0xffffff) {
    const address = `10.${low >>> 16}.${(low >>> 8) & 255}.${low & 255}`;
    const holder = namesByAddress.get(address);
    if (holder === undefined || holder === name) {
      namesByAddress.set(address, name);
      return address;
    }
  }
}

const nameOf = (host) => namesByAddress.get(host) ?? host;

function lookup(name, options, callback) {
  const done = callback ?? options;
  const all = typeof options === 'object' && options !== null && options.all;
  const address = addressOf(name ?? 'localhost');
  const family = net.isIP(address);
  real.setImmediate(() => (all ? done(null, [{ address, family }]) : done(null, address, family)));
}

async function lookupLater(name, options) {
  const found = { address: addressOf(name ?? 'localhost'), family: net.isIP(addressOf(name ?? 'localhost')) };
  return options?.all ? [found] : found;
}

function notFound(kind, name) {
  uncontrolled(`dns.${kind}`);
  return Object.assign(new Error(`${kind} ENOTFOUND ${name}`), { code: 'ENOTFOUND', errno: undefined, syscall: kind, hostname: name });
}

const LOOKUPS = ['resolve', 'resolve4'];
const OTHERS = ['resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv',
  'resolveTxt', 'reverse', 'lookupService'];

function replaceIn(target, make) {
  for (const name of [...LOOKUPS, ...OTHERS]) {
    if (typeof target[name] === 'function') {
      target[name] = make(name);
    }
  }
}

const callbackStyle = (kind) => (name, ...rest) => {
  const done = rest.pop();
  const answer = LOOKUPS.includes(kind) && (typeof rest[0] !== 'string' || rest[0] === 'A') ? [null, [addressOf(name)]] : [notFound(kind, name)];
  real.setImmediate(() => done(...answer));
};

const promiseStyle = (kind) => async (name, type) => {
  if (LOOKUPS.includes(kind) && (typeof type !== 'string' || type === 'A')) {
    return [addressOf(name)];
  }
  throw notFound(kind, name);
};

function install() {
  dns.lookup = lookup;
  dns.promises.lookup = lookupLater;
  for (const target of [dns, dns.Resolver.prototype]) {
    replaceIn(target, callbackStyle);
  }
  for (const target of [dns.promises, dns.promises.Resolver.prototype]) {
    replaceIn(target, promiseStyle);
  }
}

module.exports = { install, addressOf, nameOf };
