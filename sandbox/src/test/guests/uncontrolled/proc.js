'use strict';
// The kernel's own files, by every kind of path.
const fs = require('fs');

exports.handler = async () => {
  const link = '/tmp/../proc/self/stat';
  const all = [fs.readFileSync('/proc/uptime'), await fs.promises.readFile(new URL('file:///proc/self/maps')), fs.readFileSync(Buffer.from(link))];
  await fs.promises.readdir('/proc/self/fd');
  return all.every((text) => text.length > 0);
};
