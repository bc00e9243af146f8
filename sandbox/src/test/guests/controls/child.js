'use strict';
// Another process, whose exit code nobody can know.
exports.handler = async () => {
  try {
    const script = 'exit $(( $(date +%N | tail -c 4 | sed "s/^0*//;s/^$/0/") % 250 ))';
    return require('child_process').spawnSync('/bin/sh', ['-c', script], { stdio: 'ignore' }).status;
  } catch (error) {
    return error.code;
  }
};
