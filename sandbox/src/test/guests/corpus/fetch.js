'use strict';
// Five calls at once, and one that is given up.
exports.handler = async () => {
  const order = [];
  const call = (n) => fetch(`https://api.example.com/items/${n}?x=1`, { method: 'POST', body: JSON.stringify({ n }), headers: { 'x-n': `${n}` } })
    .then(async (response) => (order.push(n), { n, ...(await response.json()), date: response.headers.get('date') }));
  const all = await Promise.all([1, 2, 3, 4, 5].map(call));
  const late = await fetch('https://slow.example.com/', { signal: AbortSignal.timeout(250) }).then(() => 'answered', (error) => `${error.name}: ${error.message}`);
  const text = await (await fetch('http://plain.example.com:8080/text')).text();
  return { order, all, late, text };
};
