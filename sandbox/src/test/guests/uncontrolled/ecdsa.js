'use strict';
// A signature with something random in it, by a key that is always the same.
const crypto = require('crypto');

const key = crypto.createPrivateKey({ key: Buffer.from('MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF', 'base64'), format: 'der', type: 'pkcs8' });
const ec = crypto.createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE' } });

exports.handler = async () => [crypto.sign(null, Buffer.from('x'), key).length, crypto.sign('sha256', Buffer.from('x'), ec).toString('hex')];
