'use strict';
// A key made inside OpenSSL.
const crypto = require('crypto');

exports.handler = async () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
