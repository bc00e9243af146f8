'use strict';
// axios: JSON both ways, a time-out, a redirect, errors by status and by connection, a stream, cancellation, interceptors.
const axios = require('axios');
const http = require('http');

const client = axios.create({ baseURL: 'https://api.example.com', timeout: 2000, httpAgent: new http.Agent({ keepAlive: true }) });
const failure = (promise) => promise.then(() => 'no error', (error) => `${error.code ?? error.name} ${error.response?.status ?? ''}`);

exports.handler = async () => {
  client.interceptors.request.use((config) => Object.assign(config, { headers: { ...config.headers, 'x-started': String(Date.now()) } }));
  const posted = await client.post('/orders', { id: 7, when: new Date() });
  const streamed = await client.get('http://echo.example.com/stream', { responseType: 'stream' });
  let size = 0;
  for await (const chunk of streamed.data) {
    size += chunk.length;
  }
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 15);
  return {
    posted: posted.data.body, status: posted.status, size, moved: (await client.get('https://moved.example.com/')).data.echo,
    compressed: (await client.get('https://gzip.example.com/')).data.compressed,
    failures: await Promise.all([failure(client.get('https://slow.example.com/')), failure(client.get('https://refused.example.com/')),
      failure(client.get('https://missing.example.com/')), failure(client.get('https://reset.example.com/')), failure(client.get('https://status.example.com/503')),
      failure(client.get('https://slow.example.com/', { signal: controller.signal }))]),
  };
};
