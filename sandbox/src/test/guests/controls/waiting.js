'use strict';
// Waits for a real moment, and counts what it could do until then.
exports.handler = async () => {
  let rounds = 0;
  let over = false;
  const { value } = Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  value.then(() => { over = true; });
  while (!over && rounds < 1500) {
    rounds += 1;
    await new Promise(setImmediate);
  }
  return rounds;
};
