// node without-event.mjs RECORDING FUNCTION ID INTO: the traces of RECORDING as they would be if FUNCTION's event in workflow ID had not been
// recorded, in INTO/traces.jsonl; and the event itself in INTO/payloads/, named by its request.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [recording, name, id, into] = process.argv.slice(2);
mkdirSync(`${into}/payloads`, { recursive: true });
const lines = gunzipSync(readFileSync(`${recording}/traces.jsonl.gz`)).toString().split('\n').filter(Boolean);
const altered = lines.map((line) => {
  if (!line.includes(id)) return line;
  const document = JSON.parse(line);
  for (const span of document.resourceSpans.flatMap((r) => r.scopeSpans).flatMap((s) => s.spans)) {
    const value = (key) => span.attributes.find((a) => a.key === key)?.value.stringValue;
    if (span.name === name && value('tapedeck.event') && JSON.stringify(span).includes(id)) {
      writeFileSync(`${into}/payloads/${value('faas.invocation_id')}.json`, value('tapedeck.event'));
      span.attributes = span.attributes.filter((a) => a.key !== 'tapedeck.event');
    }
  }
  return JSON.stringify(document);
});
writeFileSync(`${into}/traces.jsonl`, altered.join('\n') + '\n');
