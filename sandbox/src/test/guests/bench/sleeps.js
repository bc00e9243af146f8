'use strict';
const { setTimeout: sleep } = require('timers/promises');

exports.handler = async ({ count }) => {
  for (let i = 0; i < count; i++) {
    await sleep(1000);
  }
};
