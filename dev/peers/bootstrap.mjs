// A runtime for Lambda's Runtime API, as small as one can be: one connection that is kept, one event after the other.
import { createRequire } from 'node:module';
import http from 'node:http';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true });
const { handler } = createRequire(import.meta.url)('./function/answer.js');

const request = (method, path, body) =>
  new Promise((resolve, reject) => {
    const sent = http.request({ host, port, method, path: `/2018-06-01/runtime/invocation/${path}`, agent }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part)).on('end', () => resolve({ headers: response.headers, text }));
    });
    sent.on('error', reject).end(body);
  });

for (;;) {
  const { headers, text } = await request('GET', 'next');
  await request('POST', `${headers['lambda-runtime-aws-request-id']}/response`, JSON.stringify(await handler(JSON.parse(text))));
}
