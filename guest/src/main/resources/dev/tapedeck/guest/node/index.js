'use strict';
/*
 * The first code that runs in a Node guest. It reads the kernel's greeting, puts the hooks in place before anything of the user's is loaded, and
 * then turns the event loop by the kernel's hand (turn.js). Nothing here knows what a message bus is: the mesh is on the other side of channel.js.
 *
 *   index -> hooks: clock timers entropy webcrypto files zlib sockets names output identity refusals
 *         -> turn (quiescence, one decision at a time) -> handler (loads and invokes the user's function)
 */
require('./real');
const channel = require('./channel');
const { syncBuiltinESMExports } = require('module');

const HOOKS = {
  clock: './clock',
  timers: './timers',
  entropy: './entropy',
  webcrypto: './webcrypto',
  files: './files',
  zlib: './zlib',
  offload: './offload',
  sockets: './sockets',
  names: './names',
  output: './output',
  identity: './identity',
  refusals: './refusals',
};

/** The launcher's few variables go; the guest's come with the greeting, where no process list shows them. */
function replaceEnvironment(variables) {
  Object.keys(process.env).forEach((name) => delete process.env[name]);
  Object.assign(process.env, variables);
}

const greeting = channel.readGreeting();
replaceEnvironment(greeting.environment);
for (const [name, file] of Object.entries(HOOKS)) {
  if (!greeting.disabledHooks.includes(name)) {
    require(file).install(greeting);
  }
}
syncBuiltinESMExports();
channel.sendHello(process.version);
require('./turn').begin(greeting);
