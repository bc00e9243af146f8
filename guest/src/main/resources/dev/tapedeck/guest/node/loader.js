'use strict';
/*
 * Finds the user's handler as Lambda's runtime does: `directory/file.export`, CommonJS or ES module by ending and by the package's word, layers by
 * NODE_PATH. Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and the open runtime,
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client.
 */
const fs = require('fs');
const path = require('path');
const Module = require('module');
const { pathToFileURL } = require('url');
const { importModule } = require('./entry');
const { refuse } = require('./report');

const MAJOR = Number(process.versions.node.split('.')[0]);
/** From this version on handlers return promises and nothing else: https://aws.amazon.com/blogs/compute/node-js-24-runtime-now-available-in-aws-lambda/. */
const PROMISES_ONLY = MAJOR >= 24;
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

function named(name, message) {
  return Object.assign(new Error(message), { name: `Runtime.${name}` });
}

/** @param spec `file.export`, the file without its ending */
async function find(spec, taskRoot) {
  if (spec.includes('..')) {
    throw named('MalformedHandlerName', `'${spec}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const [, directory, file, exported] = /^(.*\/)?([^./]*)\.(.+)$/.exec(spec) ?? [];
  if (exported === undefined) {
    throw named('MalformedHandlerName', 'Bad handler');
  }
  const loaded = await loadModule(path.resolve(taskRoot, directory ?? '', file), taskRoot).catch((error) => {
    throw asRuntimeHasIt(error);
  });
  const inside = (root) => exported.split('.').reduce((value, name) => value?.[name], root);
  const found = inside(loaded) ?? inside(loaded.default);
  if (typeof found !== 'function') {
    throw named('HandlerNotFound', found === undefined ? `${spec} is undefined or not exported` : `${spec} is not a function`);
  }
  return checked(found);
}

function checked(handler) {
  if (handler[STREAMING]) {
    refuse('a handler that streams its response');
  }
  if (/GeneratorFunction$/.test(handler.constructor.name)) {
    refuse('a handler that is a generator');
  }
  if (PROMISES_ONLY && handler.length >= 3) {
    throw named('CallbackHandlerDeprecated', 'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. '
      + 'You need to modify this function to use a supported handler signature to use Node.js 24 or later.');
  }
  return handler;
}

function asRuntimeHasIt(error) {
  if (error instanceof SyntaxError) {
    return Object.assign(error, { name: 'Runtime.UserCodeSyntaxError', message: `SyntaxError: ${error.message}` });
  }
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
    return Object.assign(error, { name: 'Runtime.ImportModuleError', message: `Error: ${error.message}` });
  }
  return error;
}

/** The nearest package's word, as far up as the next node_modules. */
function isModule(directory) {
  if (directory.endsWith('/node_modules')) {
    return false;
  }
  const manifest = path.join(directory, 'package.json');
  if (fs.existsSync(manifest)) {
    return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
  }
  return directory !== '/' && isModule(path.dirname(directory));
}

async function loadModule(base, taskRoot) {
  const esm = isModule(path.dirname(base));
  const either = esm ? imported : required;
  const endings = [['', required], ['.js', either], ['.mjs', imported], ['.cjs', required]];
  if (PROMISES_ONLY) {
    endings.push(['.ts', either], ['.mts', imported], ['.cts', required]);
  }
  for (const [ending, load] of endings) {
    if (fs.statSync(base + ending, { throwIfNoEntry: false })?.isFile()) {
      return load(base + ending);
    }
  }
  return required(require.resolve(path.basename(base), { paths: [taskRoot, path.dirname(base)] }));
}

const required = (file) => Module.createRequire(file)(file);
const imported = (file) => importModule(pathToFileURL(file));

/** What Lambda's runtime puts there: its name for a streaming handler, which is refused where it is used. */
function provideGlobal() {
  globalThis.awslambda = { streamifyResponse: () => refuse('awslambda.streamifyResponse'), HttpResponseStream: { from: () => refuse('awslambda.HttpResponseStream') } };
}

/** NODE_PATH, which Node reads only when it starts. */
function searchLayers() {
  Module._initPaths();
}

module.exports = { find, provideGlobal, searchLayers, PROMISES_ONLY };
