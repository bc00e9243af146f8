'use strict';
// Numbers that count every turn of the loop.
const { executionAsyncId } = require('async_hooks');

exports.handler = async () => executionAsyncId();
