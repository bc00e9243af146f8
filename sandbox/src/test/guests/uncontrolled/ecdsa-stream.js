'use strict';
// The same by createSign.
const crypto = require('crypto');

const ec = crypto.createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE' } });

exports.handler = async () => crypto.createSign('sha256').update('x').sign(ec, 'hex');
