'use strict';
// WebAssembly that asks the system for the time and for randomness.
const { WASI } = require('wasi');

exports.handler = async () => Object.keys(new WASI({ version: 'preview1' }).wasiImport).length > 10;
