'use strict';
// Compression by callback and by stream, in parallel, with an error among them.
const zlib = require('zlib');
const { promisify } = require('util');
const { Readable } = require('stream');

const text = 'all work and no play '.repeat(5000);

exports.handler = async () => {
  const seen = [];
  const jobs = ['gzip', 'deflate', 'brotliCompress', 'deflateRaw'].map((name) =>
    promisify(zlib[name])(text).then((out) => seen.push(`${name} ${out.length}`)));
  jobs.push(promisify(zlib.gunzip)(zlib.gzipSync(text)).then((out) => seen.push(`gunzip ${out.length}`)));
  jobs.push(promisify(zlib.gunzip)(Buffer.from('not gzip')).catch((error) => seen.push(error.code)));
  const streamed = Readable.from([text, text]).pipe(zlib.createGzip()).pipe(zlib.createGunzip());
  let length = 0;
  jobs.push((async () => {
    for await (const chunk of streamed) {
      length += chunk.length;
    }
    seen.push('streamed');
  })());
  const web = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  jobs.push(new Response(web).arrayBuffer().then((out) => seen.push(`web ${out.byteLength}`)));
  await Promise.all(jobs);
  return { seen, length };
};
