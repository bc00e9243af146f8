'use strict';
// When garbage is collected, asked for by a flag; what a WeakRef names stays.
require('v8').setFlagsFromString('--expose-gc');
const collect = globalThis.gc ?? require('vm').runInNewContext('gc');
let collected = 0;
const registry = new FinalizationRegistry(() => {
  collected += 1;
});

exports.handler = async () => {
  const refs = Array.from({ length: 50 }, (_, i) => new WeakRef({ i }));
  refs.forEach((ref) => registry.register(ref.deref()));
  await new Promise((resolve) => setTimeout(resolve, 1));
  collect();
  await new Promise((resolve) => setTimeout(resolve, 1));
  return [refs.filter((ref) => ref.deref() !== undefined).length, collected];
};
