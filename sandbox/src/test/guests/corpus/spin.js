'use strict';
// Busy loops on three clocks, and a sleep that blocks.
exports.handler = async () => {
  const start = Date.now();
  let turns = 0;
  while (Date.now() - start < 3000) {
    turns += 1;
  }
  const there = performance.now();
  while (performance.now() - there < 50) {
    turns += 1;
  }
  const before = Date.now();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  return { turns, elapsed: Date.now() - start, blocked: Date.now() - before };
};
