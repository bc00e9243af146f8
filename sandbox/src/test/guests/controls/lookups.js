'use strict';
// The order in which names are answered for on other threads.
const dns = require('dns');

exports.handler = async () => {
  const order = [];
  await Promise.all(Array.from({ length: 200 }, (_, i) => new Promise((resolve) => dns.lookup(`host-${i}.example.com`, () => resolve(order.push(i))))));
  return order;
};
