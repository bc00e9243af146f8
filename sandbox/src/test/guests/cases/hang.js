'use strict';
// Microtasks without end.
exports.handler = async () => {
  for (;;) {
    await null;
  }
};
