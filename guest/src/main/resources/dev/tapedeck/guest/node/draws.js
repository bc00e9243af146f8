'use strict';
/*
 * Keys and signatures drawn inside OpenSSL, and names of blobs inside Node, where nothing here can put other randomness: done, and reported by name.
 */
const crypto = require('crypto');

function keyTypeOf(key) {
  try {
    return crypto.createPrivateKey(key).asymmetricKeyType;
  } catch {
    return undefined;
  }
}

/** Whether a signature with this key has something random in it. */
function drawsToSign(key) {
  const padding = key?.padding;
  return ['ec', 'dsa', 'rsa-pss', 'ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87', 'slh-dsa-sha2-128f'].includes(
    keyTypeOf(key?.type === 'private' ? key.export({ type: 'pkcs8', format: 'pem' }) : key?.key ?? key))
    || padding === crypto.constants.RSA_PKCS1_PSS_PADDING;
}

function install(reportAlso) {
  for (const name of ['generateKeyPair', 'generateKeyPairSync', 'generatePrime', 'generatePrimeSync', 'publicEncrypt', 'encapsulate']) {
    reportAlso(crypto, name, `crypto.${name}`);
  }
  reportAlso(crypto, 'sign', 'crypto.sign with a key whose signatures are random', (algorithm, data, key) => drawsToSign(key));
  reportAlso(crypto.Sign.prototype, 'sign', 'crypto.createSign with a key whose signatures are random', drawsToSign);
  reportAlso(URL, 'createObjectURL', 'URL.createObjectURL');
  reportAlso(crypto.ECDH.prototype, 'generateKeys', 'crypto.createECDH');
  reportAlso(crypto.DiffieHellman.prototype, 'generateKeys', 'crypto.createDiffieHellman');
  reportAlso(crypto.DiffieHellmanGroup.prototype, 'generateKeys', 'crypto.createDiffieHellman');
}

module.exports = { install };
