'use strict';
/*
 * The first code that runs in a Node guest. It reads the kernel's greeting, puts the hooks in place before anything of the user's is loaded, and
 * then turns the event loop by the kernel's hand (turn.js). Nothing here knows what a message bus is: the mesh is on the other side of channel.js.
 *
 *   index -> hooks: clock timers entropy webcrypto files zlib sockets names output identity children refusals garbage
 *         -> turn (quiescence, one decision at a time) -> handler (loads and invokes the user's function)
 */
require('./real');
require('./numbers');
const channel = require('./channel');
const { syncBuiltinESMExports } = require('module');

/** Everything is loaded before the greeting is read, since a process may be started well ahead of it. */
const HOOKS = require('./hooks');
const turn = require('./turn');

/**
 * The launcher's few variables go; the guest's come with the greeting, where no process list shows them. A time zone that is right already stays: when the
 * variable is touched V8 looks for the zone at once, which was a tenth of a guest's start.
 */
function replaceEnvironment(variables) {
  const stays = (name) => name === 'TZ' && process.env.TZ === variables.TZ;
  Object.keys(process.env).filter((name) => !stays(name)).forEach((name) => delete process.env[name]);
  Object.keys(variables).filter((name) => !stays(name)).forEach((name) => { process.env[name] = variables[name]; });
}

const greeting = channel.readGreeting();
replaceEnvironment(greeting.environment);
for (const [name, hook] of Object.entries(HOOKS)) {
  if (!greeting.disabledHooks.includes(name)) {
    hook.install(greeting);
  }
}
syncBuiltinESMExports();
channel.sendHello(process.version);
turn.begin(greeting);
