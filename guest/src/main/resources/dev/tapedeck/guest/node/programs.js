'use strict';
/*
 * What a child process would run. Node, however it is asked for (by name, by path, in a line of shell that only calls it, by a script's first line), is
 * started with the hooks; any other program is started as it is, and named.
 */
const fs = require('fs');
const path = require('path');
const real = require('./real');

const { accessSync, statSync, realpathSync, openSync, readSync, closeSync } = fs;

const NODE = '/var/lang/bin/node';
const USUAL_PATH = '/usr/local/bin:/usr/bin:/bin';
const PLAIN_WORD = /^[\w@%+=:,./^-]+$/;
const ASSIGNMENT = /^\w+=/;
const LONGEST_LABEL = 120;

/** The words of a line that a shell would only split, or undefined where it would do more. */
function wordsOf(line) {
  const words = [];
  for (let rest = line.trim(); rest !== '';) {
    const [whole, single, double, bare] = /^(?:'([^']*)'|"([^"$`\\]*)"|([^\s'"]+))(?=\s|$)\s*/.exec(rest) ?? [];
    if (whole === undefined || (bare !== undefined && !PLAIN_WORD.test(bare))) {
      return undefined;
    }
    words.push(single ?? double ?? bare);
    rest = rest.slice(whole.length);
  }
  return words.length === 0 || ASSIGNMENT.test(words[0]) ? undefined : words;
}

function variable(envPairs, name) {
  return envPairs?.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** As execvp finds it: `{ file }`, or `{ error }` with the code of why not. */
function find(name, cwd, envPairs) {
  const candidates = name.includes('/') ? [path.resolve(cwd, name)]
    : (variable(envPairs, 'PATH') ?? USUAL_PATH).split(':').map((directory) => path.resolve(cwd, directory, name));
  let error = 'ENOENT';
  for (const file of candidates) {
    try {
      if (statSync(file).isFile()) {
        accessSync(file, fs.constants.X_OK);
        return { file };
      }
      error = 'EACCES';
    } catch (failure) {
      error = failure.code === 'EACCES' ? 'EACCES' : error;
    }
  }
  return { error };
}

/** The words after `#!`, where they call Node. */
function isScriptOfNode(file) {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(128);
    const line = head.toString('latin1', 0, readSync(descriptor, head, 0, head.length, 0)).split('\n')[0];
    return /^#!\s*(\/\S*\/env\s+(-S\s+)?node|\/\S*\/node)\s*$/.test(line);
  } finally {
    closeSync(descriptor);
  }
}

const isNode = (file) => file === NODE || path.basename(file) === 'node' && realpathSync(file) === realpathSync(real.execPath);

/**
 * Options of Node that change nothing of what the hooks hold: those that a value follows, and the others. What is not here could look into the machine, print
 * times, or load ahead of the hooks.
 */
const VALUED = new Set(`-e --eval -p --print -pe -r --require --import -C --conditions --env-file --input-type --unhandled-rejections --disable-warning --title
  --stack-trace-limit`.split(/\s+/));
const PLAIN = new Set(`-v --version -c --check -h --help --no-warnings --no-deprecation --throw-deprecation --pending-deprecation --trace-warnings --trace-deprecation
  --trace-uncaught --trace-exit --enable-source-maps --preserve-symlinks --preserve-symlinks-main --use-strict --expose-gc --max-old-space-size --max-semi-space-size --stack-size
  --experimental-strip-types --no-experimental-strip-types --experimental-transform-types --experimental-require-module --no-experimental-require-module
  --experimental-vm-modules --experimental-json-modules --experimental-wasm-modules --experimental-import-meta-resolve --no-experimental-fetch`.split(/\s+/));

/** The first option that is none of those. */
function oddOption(args) {
  for (let i = 0; i < args.length && /^-./.test(args[i]) && args[i] !== '--'; i++) {
    const [name, value] = args[i].split('=', 2);
    if (VALUED.has(name)) {
      i += value === undefined ? 1 : 0;
    } else if (!PLAIN.has(name.replaceAll('_', '-'))) {
      return name;
    }
  }
  return undefined;
}

function ofNode(args) {
  return { node: true, args, label: ['node', ...args.slice(0, 1)].join(' '), oddOption: oddOption(args) };
}

/** @param options as Node's own bindings are given them: file, args (the first is the program's name for itself), cwd, envPairs */
function resolve({ file, args = [file], cwd, envPairs }) {
  const directory = String(cwd ?? process.cwd());
  if (!isDirectory(directory)) {
    return { error: 'ENOENT' };
  }
  const line = file === '/bin/sh' && args[1] === '-c' && args.length === 3 ? wordsOf(args[2]) : undefined;
  if (line !== undefined) {
    const called = named(line[0], line.slice(1), directory, envPairs);
    if (called.node) {
      return called;
    }
  }
  const found = named(file, args.slice(1), directory, envPairs);
  return found.error !== undefined || found.node ? found : { ...found, args, label: labelOf(file, args) };
}

function named(name, args, directory, envPairs) {
  if (name === 'node' || name === NODE) {
    return ofNode(args);
  }
  const found = find(name, directory, envPairs);
  if (found.error !== undefined) {
    return found;
  }
  if (isNode(found.file)) {
    return ofNode(args);
  }
  return isScriptOfNode(found.file) ? ofNode([found.file, ...args]) : { node: false, file: found.file };
}

function isDirectory(directory) {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A shell is told by what it was asked to do. */
function labelOf(file, args) {
  const whole = args[1] === '-c' ? `${file} -c ${args[2]}` : file;
  return whole.length > LONGEST_LABEL ? `${whole.slice(0, LONGEST_LABEL)}\u2026` : whole;
}

module.exports = { resolve };
