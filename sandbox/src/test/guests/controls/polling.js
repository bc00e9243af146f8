'use strict';
// Counts the rounds of the loop until a timer fires.
exports.handler = async () => {
  let rounds = 0;
  let done = false;
  setTimeout(() => {
    done = true;
  }, 3);
  while (!done) {
    rounds += 1;
    await new Promise(setImmediate);
  }
  return rounds;
};
