'use strict';
// The ways to answer that differ between versions of the runtime, and those that no version takes.
exports.context = (event, context) => {
  const { how } = event;
  return how === 'names' ? Promise.resolve(Object.keys(context).sort()) : void context[how](how === 'fail' ? new RangeError('by context') : null, 'by context');
};
exports.plain = () => 'plain value';
exports.never = async () => new Promise(() => undefined);
exports.bigint = async () => ({ count: 1n });
exports.undefined = async () => undefined;
exports.generator = async function* () {
  yield 1;
};
exports.streaming = Object.assign(async () => 1, { [Symbol.for('aws.lambda.runtime.handler.streaming')]: 'response' });
exports.callback = (event, context, callback) => callback(null, 'called back');
let invocations = 0;
exports.late = async () => {
  if (++invocations > 1) {
    return new Promise((resolve) => setTimeout(resolve, 100));
  }
  setTimeout(() => {
    throw new RangeError('after the answer');
  }, 50);
  return 'answered';
};
exports.exits = async () => {
  process.exitCode = 4;
  setTimeout(() => process.exit(), 10);
  return new Promise(() => undefined);
};
exports.signals = async () => process.abort();
exports.frozen = async () => Object.freeze({ date: new Date(), nested: { toJSON: () => 'own way' }, gone: undefined, not: NaN });
exports.busy = async () => {
  for (;;);
};
