'use strict';
// A wait that the engine times by itself.
exports.handler = async () => {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  Atomics.store(shared, 0, 1);
  try {
    return [await Atomics.waitAsync(shared, 0, 1, 10).value, Atomics.load(shared, 0)];
  } catch (error) {
    return [error.code, Atomics.load(shared, 0)];
  }
};
