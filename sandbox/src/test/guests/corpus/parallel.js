'use strict';
// Five calls at once, and what comes back in which order.
exports.handler = async () => {
  const order = [];
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => fetch(`https://${name}.example.com/`).then((answer) => answer.json()).then(() => order.push(name))));
  return order.join('');
};
