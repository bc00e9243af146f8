'use strict';
const fs = require('fs');

/** Takes a lock that it never gives back: whoever finds it says how old it is. Without it, it waits for ever. */
exports.handler = async () => {
  if (!fs.existsSync('/tmp/lock')) {
    fs.writeFileSync('/tmp/lock', '');
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  }
  const age = Date.now() - fs.statSync('/tmp/lock').mtimeMs;
  return { statusCode: 409, body: `locked ${Math.round(age / 1000)} s ago` };
};
