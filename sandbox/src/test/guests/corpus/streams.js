'use strict';
// Streams of both kinds through each other, lines, and blobs whose bytes are read on another thread.
const { Readable, Transform, PassThrough } = require('stream');
const { pipeline } = require('stream/promises');
const readline = require('readline');
const consumers = require('stream/consumers');
const { Blob } = require('buffer');

exports.handler = async () => {
  const upper = new Transform({ transform: (chunk, _, done) => setTimeout(done, 2, null, String(chunk).toUpperCase()) });
  const out = new PassThrough();
  const text = consumers.text(out);
  await pipeline(Readable.from(['a', 'b', 'c']), upper, out);
  const lines = [];
  for await (const line of readline.createInterface({ input: Readable.from(['one\ntwo\n', 'three']) })) {
    lines.push(line);
  }
  const web = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 4));
      controller.enqueue(new TextEncoder().encode('web '));
      this.count = (this.count ?? 0) + 1;
      return this.count === 3 && controller.close();
    },
  });
  const blob = new Blob(['x'.repeat(100_000), 'y']);
  const [first, second] = web.tee();
  const race = [];
  await Promise.all([
    blob.text().then((all) => race.push(all.length)), blob.slice(5, 9).arrayBuffer().then((all) => race.push(all.byteLength)),
    consumers.buffer(blob.stream()).then((all) => race.push(all.length + 1)), new Response(first).text().then((all) => race.push(all)),
    consumers.text(Readable.fromWeb(second)).then((all) => race.push(`${all}.`)),
  ]);
  const form = await new Response(new URLSearchParams({ a: '1' })).formData();
  return { text: await text, lines, race, form: [...form] };
};
