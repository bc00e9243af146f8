'use strict';
// The number that Node gives to what is made after a long wait for another thread.
const { AsyncResource, executionAsyncId } = require('async_hooks');
const { subtle } = require('crypto').webcrypto;

exports.handler = async () => {
  await subtle.digest('SHA-512', Buffer.alloc(20_000_000));
  return [new AsyncResource('OWN').asyncId(), executionAsyncId()];
};
