'use strict';

const fs = require('node:fs');

/** Answers how many megabytes its /tmp has. */
exports.handler = async () => {
  const { blocks, bsize } = fs.statfsSync('/tmp');
  return { statusCode: 200, body: String((blocks * bsize) / 1048576) };
};
