'use strict';
// Every way to draw.
const crypto = require('crypto');
const fs = require('fs');
const { promisify } = require('util');

exports.handler = async () => {
  const key = await crypto.webcrypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const iv = crypto.webcrypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.webcrypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, Buffer.from('secret'));
  const hmac = await crypto.webcrypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  return {
    math: [Math.random(), Math.random()], uuid: [crypto.randomUUID(), crypto.webcrypto.randomUUID()], bytes: crypto.randomBytes(8).toString('hex'),
    later: (await promisify(crypto.randomBytes)(8)).toString('hex'), int: [crypto.randomInt(1000), await promisify(crypto.randomInt)(5, 10)],
    fill: [crypto.randomFillSync(Buffer.alloc(4)).toString('hex'), (await promisify(crypto.randomFill)(new Uint32Array(2))).join()],
    values: Array.from(crypto.webcrypto.getRandomValues(new Uint16Array(3))), sealed: Buffer.from(sealed).toString('hex'),
    exported: Buffer.from(await crypto.webcrypto.subtle.exportKey('raw', key)).toString('hex'),
    hmac: Buffer.from(await crypto.webcrypto.subtle.exportKey('raw', hmac)).length,
    secret: crypto.generateKeySync('aes', { length: 128 }).export().toString('hex'),
    directory: [fs.mkdtempSync('/tmp/a-'), await fs.promises.mkdtemp('/tmp/b-')],
    form: await new Response(new FormData()).text(),
  };
};
