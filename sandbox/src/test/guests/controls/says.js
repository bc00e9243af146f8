'use strict';
// Prints what it is told, and returns nothing of it.
exports.handler = async ({ say }) => {
  console.log(say);
  process.stderr.write(`${say}\n`);
};
