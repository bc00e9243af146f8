'use strict';
// Leaves files in /tmp, ends in the ways in which a process ends, and tells what lies there.
const fs = require('fs');

const LEAVE = {
  tree() {
    fs.mkdirSync('/tmp/cache/empty', { recursive: true });
    fs.writeFileSync('/tmp/cache/a.json', '{"a":1}');
    fs.writeFileSync('/tmp/größe', Buffer.alloc(200_000, 7));
    fs.linkSync('/tmp/cache/a.json', '/tmp/second-name');
    fs.symlinkSync('cache/a.json', '/tmp/to-a');
    fs.symlinkSync('/etc/hostname', '/tmp/to-outside');
    fs.writeFileSync('/tmp/run.sh', '#!/bin/sh\n', { mode: 0o755 });
    fs.chmodSync('/tmp/cache/empty', 0o555);
  },
  more() {
    fs.writeFileSync('/tmp/later', 'later');
  },
};

function tree(directory) {
  return fs.readdirSync(directory).flatMap((name) => {
    const path = `${directory}/${name}`;
    const stats = fs.lstatSync(path);
    const kind = stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? `-> ${fs.readlinkSync(path)}` : `${stats.size} bytes`;
    const line = `${path} ${kind} ${(stats.mode & 0o7777).toString(8)} ${stats.isDirectory() ? '' : stats.nlink} ${stats.mtimeMs}`;
    return stats.isDirectory() ? [line, ...tree(path)] : [line];
  });
}

if (fs.existsSync('/tmp/init-fails')) {
  fs.rmSync('/tmp/init-fails');
  throw new Error('once more');
}

exports.handler = async ({ leave, ends }) => {
  LEAVE[leave]?.();
  if (ends === 'exit') {
    process.exit(3);
  }
  if (ends === 'never') {
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  }
  fs.accessSync('/tmp', fs.constants.W_OK);
  return tree('/tmp');
};
