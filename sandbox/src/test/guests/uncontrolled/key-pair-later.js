'use strict';
// A key made inside OpenSSL, by callback.
const { generateKeyPair } = require('crypto');

exports.handler = async () => new Promise((resolve) => generateKeyPair('ed25519', {}, (error, key) => resolve(key.export({ type: 'spki', format: 'pem' }))));
