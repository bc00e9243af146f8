'use strict';

const { once } = require('events');
const { spawn } = require('child_process');

exports.handler = async () => {
  const child = spawn('/usr/bin/yes');
  child.stdout.once('data', () => child.kill());
  await once(child, 'exit');
};
