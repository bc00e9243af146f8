'use strict';

/** Waits for nothing, for ever. */
exports.handler = () => {
  for (;;);
};
