'use strict';
/*
 * The first code of every Node process with hooks. It runs the others, which are one file (NodeRuntime.java), from what was compiled ahead of them (compile.js)
 * where that is shown and this Node takes it; else Node compiles them, to the same end.
 *
 *   entry -> index, in a guest's own process | child, in one that a guest starts | compile, in the one that compiles ahead
 */

/** They have done their work by now (NodeBinary.java). Taken back, they let Node use what it and we have compiled: that fits the usual flags only. */
const USUAL_FLAGS = new Map([['--max-old-space-size', '--max-old-space-size=0'], ['--min-semi-space-size', '--min-semi-space-size=0'],
  ['--no-rehash-snapshot', '--rehash-snapshot']]);

/** One of Node's internal bindings. From Node 24 on the flag `--expose-internals` leads to most of them; what else it shows is hidden again by numbers.js. */
function binding(name) {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.binding(name);
  } catch {
    return require('internal/test/binding').internalBinding(name);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Not by `v8`, which loads much more, and would do so ahead of the usual flags. */
function restoreFlags() {
  const given = process.execArgv.map((argument) => USUAL_FLAGS.get(argument.replace(/=.*/, ''))).filter(Boolean);
  if (given.includes('--rehash-snapshot')) {
    given.forEach((flag) => binding('v8').setFlagsFromString(flag));
  }
}

restoreFlags();
const fs = require('fs');
const { Script } = require('vm');

const FILE = `${__dirname}/guest.js`;
const COMPILED = `/var/compiled${FILE}c`;

const script = new Script(fs.readFileSync(FILE, 'utf8'),
  { filename: FILE, cachedData: fs.existsSync(COMPILED) ? fs.readFileSync(COMPILED) : undefined });

function part() {
  if (process.env.TAPEDECK_CHILD !== undefined) {
    return './child';
  }
  return process.argv[2] === 'compile' ? './compile' : './index';
}

const entry = { file: __filename, bundle: FILE, binding, importModule: (url) => import(url), compiled: () => script.createCachedData() };
script.runInThisContext()(require, entry)(part());
