'use strict';
/*
 * Node numbers its asynchronous resources, and shows the numbers wherever it prints a socket, a request or a timer. The rounds of the loop that only
 * wait take none, so that the numbers do not count how long something took. The counter lies in one of Node's internal bindings.
 */
const Module = require('module');
const { binding } = require('./entry');

/** The flag that leads to the binding from Node 24 on (entry.js) shows more than that. */
function hideInternals() {
  const isInternal = (name) => /^(node:)?internal\//.test(name);
  const { _load: load, isBuiltin } = Module;
  Module.builtinModules = Module.builtinModules.filter((name) => !isInternal(name));
  Module.isBuiltin = (name) => !isInternal(name) && isBuiltin(name);
  Module._load = function (request, ...rest) {
    if (isInternal(request)) {
      throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
    }
    return load.call(this, request, ...rest);
  };
}

const exposed = process.execArgv.includes('--expose-internals');

/** A Node that a shell starts lacks the flag: nobody controls the shell either, and it is named. */
const startedByAProgram = process.env.TAPEDECK_CHILD !== undefined && !exposed;

function bound() {
  try {
    return binding('async_wrap');
  } catch (error) {
    if (startedByAProgram) {
      return { async_id_fields: [0], constants: { kAsyncIdCounter: 0 } };
    }
    throw error;
  }
}

const { async_id_fields: fields, constants } = bound();
if (exposed) {
  hideInternals();
}
const COUNTER = constants.kAsyncIdCounter;

/** The number of Node's own bootstrap, which is over. What only waits has it too: a number of its own would be somebody else's a moment later. */
const BOOTSTRAP = 1;

/** Does `work`, of which the one resource that it makes takes no new number. */
function unnumbered(work) {
  const before = fields[COUNTER];
  fields[COUNTER] = BOOTSTRAP - 1;
  work();
  fields[COUNTER] = before;
}

/**
 * What a program asks to be told of asynchronous resources, without the rounds that only wait, and without their end: for most of them that is when
 * their garbage is collected.
 */
function told(callbacks) {
  const filtered = { ...callbacks, destroy: undefined };
  for (const name of ['init', 'before', 'after', 'promiseResolve'].filter((each) => callbacks[each] !== undefined)) {
    filtered[name] = function (id, ...rest) {
      return id === BOOTSTRAP ? undefined : Reflect.apply(callbacks[name], this, [id, ...rest]);
    };
  }
  return filtered;
}

function install() {
  const asyncHooks = require('async_hooks');
  const { createHook } = asyncHooks;
  asyncHooks.createHook = function (callbacks) {
    createHook(callbacks); // which says what is wrong with them
    return createHook(told(callbacks));
  };
}

module.exports = { install, unnumbered };
