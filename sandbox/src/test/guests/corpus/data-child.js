'use strict';
// What the handlers beside this start as a process of its own: each job shows what a child could see of the machine.
const crypto = require('crypto');
const fs = require('fs');
const https = require('https');

const seen = () => ({ now: Date.now(), uuid: crypto.randomUUID(), random: Math.random(), pid: process.pid, ppid: process.ppid, hr: process.hrtime(), argv: process.argv, env: process.env });

const ask = (path) => new Promise((resolve) => {
  const sent = https.request({ host: 'orders.example.com', path, method: 'POST' }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
  sent.on('error', (error) => resolve(error.code));
  sent.end(crypto.randomUUID());
});

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
  call: async () => {
    console.log('once', await ask('/once'), Date.now());
    if (process.send) process.send({ done: Date.now() });
    process.exitCode = 4;
  },
  calls: async () => {
    console.log('first', await ask('/first'), Date.now());
    await new Promise((resolve) => setTimeout(resolve, 2000));
    console.log('later', await Promise.all([ask('/left'), ask('/right')]), Date.now());
    const refused = await fetch('https://refused.example.com/').catch((error) => error.cause.code);
    const never = await fetch('http://slow.example.com/', { signal: AbortSignal.timeout(500) }).catch((error) => error.name);
    console.log(refused, never, Date.now());
    process.exitCode = 4;
  },
  writes: () => fs.writeFileSync(process.argv[3], crypto.randomUUID()),
};

jobs[process.argv[2]]();
