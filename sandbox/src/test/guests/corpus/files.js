'use strict';
// Files by callback, promise, handle and stream, all at once.
const fs = require('fs');
const path = require('path');
const { pipeline } = require('stream/promises');
const { promisify } = require('util');

exports.handler = async () => {
  const seen = [];
  const note = (what) => (value) => seen.push(`${what}:${value ?? ''}`);
  await Promise.all(Array.from({ length: 20 }, (_, i) => fs.promises.writeFile(`/tmp/f${i}`, 'x'.repeat(i * 1000)).then(note(`written ${i}`))));
  await Promise.all(Array.from({ length: 20 }, (_, i) => new Promise((resolve) =>
    fs.readFile(`/tmp/f${19 - i}`, 'utf8', (error, text) => resolve(note(`read ${i}`)(text.length))))));
  const handle = await fs.promises.open('/tmp/handle', 'w+');
  await handle.write('one two three');
  await handle.sync();
  const { bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
  const size = (await handle.stat()).size;
  await handle.close();
  await pipeline(fs.createReadStream('/tmp/f19'), fs.createWriteStream('/tmp/copy'));
  const { bytesRead: promised } = await promisify(fs.read)(fs.openSync('/tmp/copy'), Buffer.alloc(10), 0, 10, 0);
  const names = (await fs.promises.readdir('/tmp')).length;
  const listed = [];
  for await (const entry of await fs.promises.opendir(__dirname)) {
    listed.push(entry.name);
  }
  const missing = await fs.promises.readFile('/nowhere').catch((error) => error.code);
  const { mtimeMs, ctimeMs, dev, ino } = fs.statSync('/tmp/copy');
  const staged = fs.statSync(path.join(__dirname, 'files.js'));
  let invalid;
  try {
    fs.readFile({}, () => undefined);
  } catch (error) {
    invalid = error.code;
  }
  const readOnly = await fs.promises.writeFile(path.join(__dirname, 'new'), '').catch((error) => error.code);
  return { seen, bytesRead, promised, size, names, listed: listed.sort().length > 5, missing, invalid, stat: [mtimeMs, ctimeMs, dev, ino],
    staged: staged.mtime, readOnly, exists: await promisify(fs.exists)('/tmp/copy') };
};
