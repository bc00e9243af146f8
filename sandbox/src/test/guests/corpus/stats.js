'use strict';
// What the file system tells: times, inodes, the order of entries, sizes of disks, descriptors.
const fs = require('fs');
const path = require('path');

exports.handler = async () => {
  const root = fs.mkdtempSync('/tmp/stats-');
  for (const name of ['b', 'a', 'c', 'z', 'k', 'm']) {
    await fs.promises.writeFile(path.join(root, name), name);
  }
  await fs.promises.utimes(path.join(root, 'a'), 1, 2);
  fs.symlinkSync('a', path.join(root, 'link'));
  const stat = await fs.promises.stat(path.join(root, 'b'), { bigint: true });
  const opened = [];
  for await (const entry of await fs.promises.opendir(root)) {
    opened.push(entry.name);
  }
  const handle = await fs.promises.open(path.join(root, 'c'), 'r+');
  const chunks = [];
  for await (const line of handle.readLines()) {
    chunks.push(line);
  }
  const disk = fs.statfsSync ? Object.keys(fs.statfsSync('/tmp')).length : 7;
  return { root, stat: Object.fromEntries(Object.entries(stat).map(([name, value]) => [name, String(value)])), opened, chunks,
    read: fs.readdirSync(root), typed: (await fs.promises.readdir(root, { withFileTypes: true })).map((entry) => `${entry.name}${entry.isFile()}`),
    link: fs.lstatSync(path.join(root, 'link')).isSymbolicLink(), fd: fs.openSync(path.join(root, 'z')), disk,
    free: fs.statfsSync ? fs.statfsSync('/tmp').bfree : 0, touched: fs.statSync(path.join(root, 'a')).mtimeMs };
};
