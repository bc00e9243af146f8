'use strict';
// Ports, broadcasts, clones, microtasks and events: who hears what, and when.
const { once } = require('events');

exports.handler = async () => {
  const seen = [];
  const note = (what) => seen.push(`${what}@${Math.round(performance.now())}`);
  const { port1, port2 } = new MessageChannel();
  port1.on('message', ({ text, when }) => note(`port ${text} ${when instanceof Date}`));
  const [left, right] = [new BroadcastChannel('news'), new BroadcastChannel('news')];
  right.onmessage = ({ data }) => note(`broadcast ${data}`);
  setImmediate(note, 'immediate');
  setTimeout(note, 0, 'timeout');
  process.nextTick(note, 'tick');
  queueMicrotask(() => note('microtask'));
  Promise.resolve().then(() => note('promise'));
  for (const text of ['one', 'two', 'three']) {
    port2.postMessage(structuredClone({ text, when: new Date(0), map: new Map([[1, new Set([2])]]) }));
    left.postMessage(text);
  }
  const target = new EventTarget();
  target.addEventListener('ping', (event) => note(`event ${event.timeStamp >= 0}`), { once: true });
  target.dispatchEvent(new Event('ping'));
  await once(port1, 'message');
  await new Promise((resolve) => setTimeout(resolve, 20));
  [port1, port2, left, right].forEach((end) => end.close());
  const moved = structuredClone(new Uint8Array([1, 2, 3]).buffer);
  return { seen, moved: moved.byteLength };
};
