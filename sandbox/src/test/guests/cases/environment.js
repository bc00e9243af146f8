'use strict';
// What a function finds around it in Lambda: variables, context, its own disk, and what it may not write.
const fs = require('fs');

const refused = (what) => {
  try {
    what();
    return 'done';
  } catch (error) {
    return error.code;
  }
};

const late = [];

exports.handler = async (event, context) => {
  switch (event.how) {
    case 'variables':
      return { ...process.env };
    case 'context':
      return { ...context, getRemainingTimeInMillis: context.getRemainingTimeInMillis() };
    case 'keep':
      fs.writeFileSync('/tmp/kept', event.value);
      return fs.readFileSync('/tmp/kept', 'utf8');
    case 'kept':
      return fs.existsSync('/tmp/kept') ? fs.readFileSync('/tmp/kept', 'utf8') : 'nothing';
    case 'fill':
      return [refused(() => fs.writeFileSync('/tmp/most', Buffer.alloc(event.megabytes << 20))), refused(() => fs.writeFileSync('/tmp/rest', Buffer.alloc(16 << 20)))];
    case 'write':
      return ['/var/task/made', '/opt/made', '/var/runtime/made', '/usr/made'].map((file) => refused(() => fs.writeFileSync(file, '')));
    case 'memory':
      for (const hoard = []; ;) {
        hoard.push(Buffer.alloc(8 << 20, 1));
      }
    case 'freeze':
      setTimeout(() => late.push(`fired at ${Date.now()}`), 5000);
      return late;
    default:
      await new Promise((resolve) => setTimeout(resolve, 1));
      return late;
  }
};
