'use strict';
// Every asynchronous resource as it is made, those of the loop's own rounds among them.
const { createHook } = require('async_hooks');

exports.handler = async () => {
  let made = 0;
  const hook = createHook({ init: () => { made += 1; } }).enable();
  await new Promise((resolve) => setTimeout(resolve, 5));
  hook.disable();
  return made;
};
