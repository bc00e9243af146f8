'use strict';
// What the handlers beside this start as a process of its own: each job shows what a child could see of the machine.
const crypto = require('crypto');
const fs = require('fs');

const seen = () => ({ now: Date.now(), uuid: crypto.randomUUID(), random: Math.random(), pid: process.pid, ppid: process.ppid, hr: process.hrtime(), argv: process.argv, env: process.env });

const jobs = {
  seen: () => console.log(JSON.stringify(seen())),
  steps: () => {
    let left = 3;
    const timer = setInterval(() => {
      console.log(`${Date.now()} ${crypto.randomInt(1000)}`);
      if (--left === 0) {
        clearInterval(timer);
        process.exitCode = 3;
      }
    }, 40);
  },
  sum: async () => {
    let total = 0;
    for await (const chunk of process.stdin) {
      total += chunk.length;
      process.stderr.write(`${Date.now()} ${chunk.length}\n`);
    }
    console.log(total);
  },
  answers: () => process.on('message', (message) => process.send({ message, at: Date.now(), draw: Math.random() })),
  forever: () => setInterval(() => console.log(Date.now()), 1000),
  careful: () => {
    process.on('SIGTERM', () => {
      console.log(`told to end at ${Date.now()}`);
      process.exit(7);
    });
    setInterval(() => undefined, 1000);
  },
  fails: () => {
    throw new Error('as it was meant to');
  },
  nested: () => console.log(require('child_process').execFileSync(process.execPath, [__filename, 'seen'], { encoding: 'utf8' }).length, Date.now()),
  writes: () => fs.writeFileSync(process.argv[3], crypto.randomUUID()),
};

jobs[process.argv[2]]();
