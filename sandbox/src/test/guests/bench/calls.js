'use strict';
const http = require('http');

const agent = new http.Agent({ keepAlive: true });

const call = () => new Promise((resolve, reject) => {
  http.get({ host: 'api.example.com', path: '/', agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
});

exports.handler = async ({ count }) => {
  for (let i = 0; i < count; i++) {
    await call();
  }
};
