'use strict';
// Packages of layers, and a file that one of them brings.
const fs = require('fs');

exports.handler = async () => ({ greeting: require('greeting'), versioned: load('versioned'), file: fs.readFileSync('/opt/data.txt', 'utf8').trim(), path: process.env.NODE_PATH, missing: load('clock') });

function load(name) {
  try {
    return require(name);
  } catch (error) {
    return error.code;
  }
}
