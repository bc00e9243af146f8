'use strict';
// Encryption whose padding is random.
const crypto = require('crypto');

const { publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });

exports.handler = async () => crypto.publicEncrypt(publicKey, Buffer.from('x')).toString('hex');
