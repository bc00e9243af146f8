'use strict';
// Both ways to agree on a key.
const crypto = require('crypto');

exports.handler = async () => [crypto.createECDH('prime256v1').generateKeys('hex'), crypto.getDiffieHellman('modp14').generateKeys('hex')];
