// Forked processes: messages there and back, one at a time, and an end by either side.
import { fork } from 'child_process';
import { fileURLToPath } from 'url';

const file = fileURLToPath(new URL('data-child.js', import.meta.url));

export const handler = async () => {
  const worker = fork(file, ['answers']);
  const answer = (message) => new Promise((resolve) => {
    worker.once('message', resolve);
    worker.send(message);
  });
  const answers = [await answer({ n: 1 })];
  await new Promise((resolve) => setTimeout(resolve, 250));
  answers.push(await answer({ n: 2 }), await answer('three'));
  const over = new Promise((resolve) => worker.on('exit', (...how) => resolve([how, worker.connected, Date.now()])));
  worker.disconnect();
  const pair = [fork(file, ['answers'], { silent: true }), fork(file, ['answers'])];
  const both = await Promise.all(pair.map((each, index) => new Promise((resolve) => {
    each.on('message', resolve);
    each.send(index);
  })));
  const killed = await Promise.all(pair.map((each) => new Promise((resolve) => {
    each.on('exit', (...how) => resolve([how, each.killed]));
    each.kill('SIGKILL');
  })));
  return { answers, over: await over, both, killed };
};
