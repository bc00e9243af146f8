'use strict';
// Below a shell: a timer, and what comes through a pipe.
setTimeout(() => process.stdin.on('data', (data) => process.stdout.write(data)).on('end', () => console.log('end')), 5);
