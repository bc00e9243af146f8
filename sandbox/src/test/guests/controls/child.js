'use strict';
// Another Node, whose exit code it draws.
exports.handler = async () =>
  require('child_process').spawnSync('node', ['-e', 'process.exit(Math.floor(Math.random() * 250))'], { stdio: 'ignore' }).status;
