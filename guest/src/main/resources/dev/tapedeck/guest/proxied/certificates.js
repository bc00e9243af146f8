'use strict';
/*
 * The certificates of a fence: an authority that exists as long as its guest, and one certificate for each name that the guest connects to. Node
 * reads certificates and does not write them, so the few structures of RFC 5280 that are needed are put together here in DER.
 *
 *   certificate = SEQUENCE { to be signed, algorithm, signature }
 *   to be signed = SEQUENCE { version, serial, algorithm, issuer, validity, subject, public key, extensions }
 */
const crypto = require('crypto');
const net = require('net');
const tls = require('tls');

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT = 0x06;
const UTF8 = 0x0c;
const GENERALIZED_TIME = 0x18;
const TRUE = Buffer.from([0x01, 0x01, 0xff]);
const EXPLICIT = (number) => 0xa0 | number;
const CONTEXT = (number) => 0x80 | number;

const ECDSA_WITH_SHA256 = Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);
const COMMON_NAME = Buffer.from([0x55, 0x04, 0x03]);
const BASIC_CONSTRAINTS = Buffer.from([0x55, 0x1d, 0x13]);
const ALTERNATIVE_NAMES = Buffer.from([0x55, 0x1d, 0x11]);
const DNS_NAME = 2;
const IP_ADDRESS = 7;

function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const name = (text) => der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT, COMMON_NAME), der(UTF8, Buffer.from(text)))));
const extension = (id, critical, value) => der(SEQUENCE, der(OBJECT, id), ...(critical ? [TRUE] : []), der(OCTET_STRING, value));
const ALGORITHM = der(SEQUENCE, der(OBJECT, ECDSA_WITH_SHA256));
const VALIDITY = der(SEQUENCE, der(GENERALIZED_TIME, Buffer.from('20000101000000Z')), der(GENERALIZED_TIME, Buffer.from('99991231235959Z')));

function alternative(host) {
  if (net.isIPv4(host)) {
    return der(CONTEXT(IP_ADDRESS), Buffer.from(host.split('.').map(Number)));
  }
  return der(CONTEXT(DNS_NAME), Buffer.from(host));
}

function certificate({ issuer, subject, publicKey, signer, extensions }) {
  const serial = Buffer.concat([Buffer.from([0x01]), crypto.randomBytes(15)]);
  const signed = der(SEQUENCE, der(EXPLICIT(0), der(INTEGER, Buffer.from([2]))), der(INTEGER, serial), ALGORITHM, name(issuer), VALIDITY,
    name(subject), publicKey.export({ type: 'spki', format: 'der' }), der(EXPLICIT(3), der(SEQUENCE, ...extensions)));
  const signature = crypto.sign('sha256', signed, signer);
  const whole = der(SEQUENCE, signed, ALGORITHM, der(BIT_STRING, Buffer.from([0]), signature));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/(.{64})(?!$)/g, '$1\n')}\n-----END CERTIFICATE-----`;
}

const ISSUER = 'replay in a fence';

class Authority {
  #keys = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #contexts = new Map();

  /** The authority's own certificate, for the guest to trust. */
  pem = certificate({
    issuer: ISSUER, subject: ISSUER, publicKey: this.#keys.publicKey, signer: this.#keys.privateKey,
    extensions: [extension(BASIC_CONSTRAINTS, true, der(SEQUENCE, TRUE))],
  });

  contextFor(host) {
    if (!this.#contexts.has(host)) {
      const { publicKey, privateKey } = this.#keys;
      const cert = certificate({
        issuer: ISSUER, subject: host.slice(0, 64), publicKey, signer: privateKey,
        extensions: [extension(BASIC_CONSTRAINTS, true, der(SEQUENCE)), extension(ALTERNATIVE_NAMES, false, der(SEQUENCE, alternative(host)))],
      });
      this.#contexts.set(host, tls.createSecureContext({ cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) }));
    }
    return this.#contexts.get(host);
  }
}

module.exports = { Authority };
