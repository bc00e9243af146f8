'use strict';
// A native add-on: what its code does, and on which threads, nobody here can know.
const { mask } = require('bufferutil');

exports.handler = async () => {
  const out = Buffer.alloc(4);
  mask(Buffer.from('abcd'), Buffer.from([1, 2, 3, 4]), out, 0, 4);
  return out.toString('hex');
};
