'use strict';
// The http and https modules, with and without an agent that keeps connections.
const http = require('http');
const https = require('https');

const get = (module, options, body) => new Promise((resolve, reject) => {
  const request = module.request(options, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => resolve(`${response.statusCode} ${Buffer.concat(chunks)} ${response.headers.date}`));
  });
  request.on('error', reject);
  request.setTimeout(5000, () => request.destroy(new Error('timed out')));
  if (body !== undefined) {
    request.write(body.slice(0, 3));
    request.write(body.slice(3));
  }
  request.end();
});

exports.handler = async () => {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 2 });
  const results = [];
  for (let i = 0; i < 3; i++) {
    results.push(...await Promise.all([0, 1, 2].map((n) => get(https, { host: 'a.example.com', path: `/${i}/${n}`, agent, method: 'PUT' }, `body ${n}`))));
  }
  results.push(await get(http, { host: 'b.example.com', port: 81, path: '/close', agent: false }));
  results.push(await get(http, { host: 'b.example.com', path: '/head', method: 'HEAD' }));
  results.push(await get(https, { host: 'refused.example.com', path: '/' }).catch((error) => `${error.code} ${error.syscall} ${error.message}`));
  results.push(await get(https, { host: 'missing.example.com', path: '/' }).catch((error) => `${error.code} ${error.message}`));
  results.push(await get(https, { host: 'reset.example.com', path: '/' }).catch((error) => `${error.code} ${error.message}`));
  results.push(await get(https, { host: 'slow.example.com', path: '/' }).catch((error) => error.message));
  return results;
};
