'use strict';

/**
 * Loaded before the function by `NODE_OPTIONS=--require @tapedeck/recorder`. It hooks the HTTP
 * clients and points Lambda's runtime at entry.mjs. Whatever goes wrong here is said on standard
 * error, and the function runs without being recorded: a recorder must never be the incident.
 */
function record() {
  const state = require('./state');
  const { current } = require('./invocation');
  require('./config');
  const observing = () => {
    const invocation = current();
    if (!invocation) state.countInitCall();
    return invocation;
  };
  require('./http').install(observing);
  require('./fetch').install(observing);
  state.original = process.env._HANDLER;
  process.env._HANDLER = `${__dirname}/entry.handler`;
}

if (process.env._HANDLER && process.env.TAPEDECK_RECORD !== 'off') {
  try {
    record();
  } catch (error) {
    process.stderr.write(`tapedeck recorder: not recording: ${error.message}\n`);
  }
}
