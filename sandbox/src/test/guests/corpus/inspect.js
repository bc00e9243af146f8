'use strict';
// What a careless console.log shows of Node's own objects: the numbers of asynchronous resources among it.
const http = require('http');
const util = require('util');
const { AsyncResource, executionAsyncId, triggerAsyncId } = require('async_hooks');
const { setTimeout: sleep } = require('timers/promises');

const shown = (value) => util.inspect(value, { depth: 6, showHidden: true });

exports.handler = async () => {
  await sleep(3);
  const timer = setTimeout(() => undefined, 5);
  console.log(shown(timer).length, timer, setImmediate(() => undefined));
  const response = await new Promise((resolve, reject) => http.get('http://api.example.com/x', resolve).on('error', reject));
  console.log(response, response.socket, response.req);
  response.resume();
  const fetched = await fetch('https://api.example.com/y');
  console.log(fetched, fetched.headers, new AsyncResource('X'), Promise.resolve(1), executionAsyncId(), triggerAsyncId());
  console.log(require('fs').createReadStream(__filename).on('error', () => undefined), process.stdout);
  return shown(response).length;
};
